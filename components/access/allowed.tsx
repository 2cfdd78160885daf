"use client";
import { UserRoundX } from "lucide-react";
import type { ReactNode } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { LinkButton, type LinkButtonProps } from "@/components/ui/link";
import { Callout, EmptyState } from "@/components/ui/notices";
import { texts } from "./texts";
import { type Need, useMissingRole, useSession } from "./use-missing-role";

interface Needs {
  needs: Need;
}

/** A button that says why, when its user may not do what it does. */
export function AllowedButton({ needs, ...rest }: ButtonProps & Needs) {
  return <Button {...rest} reason={useMissingRole(needs) ?? rest.reason} />;
}

/** A link to a page where you change something; without the role it is a button that says why. */
export function AllowedLink({ needs, ...rest }: LinkButtonProps & Needs) {
  const reason = useMissingRole(needs);
  if (reason === undefined) return <LinkButton {...rest} />;
  const { variant, size, icon, className, children } = rest;
  return (
    <Button variant={variant} size={size} icon={icon} className={className} reason={reason}>
      {children}
    </Button>
  );
}

/** A form that is read-only, with the reason on top, for those who couldn't save it. */
export function AllowedForm({ needs, children }: Needs & { children: ReactNode }) {
  const reason = useMissingRole(needs);
  return (
    <>
      {reason ? (
        <Callout tone="waiting" title={texts.readOnly}>
          {reason}
        </Callout>
      ) : null}
      <fieldset role="presentation" disabled={reason !== undefined} className="contents">
        {children}
      </fieldset>
    </>
  );
}

/** In place of every page, for a user without any role. */
export function NoRoleYet({ children }: { children: ReactNode }) {
  const session = useSession();
  if (session === undefined || session.grants.length > 0 || session.isInstallationAdmin) return children;
  const isOfCluster = session.decidedBy === "kubernetes";
  const email = session.email ?? session.name;
  return (
    <EmptyState
      headingLevel={1}
      icon={<UserRoundX aria-hidden />}
      title={isOfCluster ? texts.noRight : texts.noRole}
      description={isOfCluster ? texts.noRightHelp({ email }) : texts.noRoleHelp({ email })}
    />
  );
}
