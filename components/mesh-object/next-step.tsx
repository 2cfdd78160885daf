import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link";
import { Callout } from "@/components/ui/notices";

export interface NextStepProps {
  title: string;
  href: string;
  /** What the link does: "Create a gateway". */
  action: string;
  /** Why it comes next. */
  children: ReactNode;
}

/** What comes after this object on the way to a site that answers by HTTPS. */
export function NextStep({ title, href, action, children }: NextStepProps) {
  return (
    <Callout
      title={title}
      actions={
        <LinkButton size="sm" variant="primary" href={href} icon={<ArrowRight aria-hidden />}>
          {action}
        </LinkButton>
      }
    >
      {children}
    </Callout>
  );
}
