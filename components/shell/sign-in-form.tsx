"use client";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { deferred } from "@/components/ui/deferred";
import { Callout } from "@/components/ui/notices";
import type { SecondStepView } from "@/lib/api/access";
import { createUser, goToProvider, setPassword, signIn, signInUser } from "@/lib/client/sign-in";
import { dialogTexts as texts } from "./dialog-texts";
import { EntryButton, EntryForm } from "./entry-form";

const SecondStep = deferred(
  () => import("./second-step").then((module) => module.SecondStep),
  () => <div className="h-40" />,
);

const PasskeyButton = deferred(
  () => import("./passkey-button").then((module) => module.PasskeyButton),
  () => <div className="h-10" />,
);

/** How the panel lets people in. */
interface Ways {
  /** Whether there are users, and not only the installation token. */
  users: boolean;
  token: boolean;
  /** The OIDC provider, if there is one, and whether it answers. */
  oidc: { label: string; answers: boolean } | null;
}

/** The form of the page "Sign in", which then goes to `next`. */
export function SignInForm({ next, ways, tokenHelp }: { next: string; ways: Ways; tokenHelp: ReactNode }) {
  const [isHalfway, setIsHalfway] = useState(false);
  // A full load rather than a change of route: requests everything again with the new session.
  return (
    <div className="grid gap-4">
      {ways.oidc && !isHalfway ? <ProviderButton {...ways.oidc} next={next} /> : null}
      {ways.oidc && !isHalfway && (ways.users || ways.token) ? <Or /> : null}
      {ways.users || ways.token ? (
        <WaysIn
          ways={ways}
          onSignedIn={() => window.location.assign(next)}
          onHalfway={setIsHalfway}
          isFirst={ways.oidc === null}
          tokenHelp={tokenHelp}
        />
      ) : null}
    </div>
  );
}

function Or() {
  return (
    <p className="flex items-center gap-3 text-subtle text-xs before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
      {texts.otherwise}
    </p>
  );
}

interface ProviderButtonProps {
  label: string;
  answers: boolean;
  next: string;
}

/** Leads to the OIDC provider. Stays usable while the provider seems to be away, because it may be back. */
function ProviderButton({ label, answers, next }: ProviderButtonProps) {
  const [isLeaving, setIsLeaving] = useState(false);
  const [problem, setProblem] = useState(answers ? null : texts.providerAway({ label }));
  async function leave() {
    setIsLeaving(true);
    setProblem(null);
    setProblem((await goToProvider(next)).message);
    setIsLeaving(false);
  }
  return (
    <div className="grid gap-2">
      <EntryButton variant="primary" busy={isLeaving} onClick={() => void leave()}>
        {texts.signInWith({ label })}
      </EntryButton>
      {problem ? <Callout tone="waiting">{problem}</Callout> : null}
    </div>
  );
}

/** Users sign in with email and password; the installation token is for when that doesn't work. */
export function WaysIn({
  ways,
  onSignedIn,
  onHalfway,
  isFirst = true,
  tokenHelp,
}: {
  ways: Pick<Ways, "users" | "token">;
  onSignedIn: () => void;
  /** Called when only the second factor is missing, and when it goes back to the password. */
  onHalfway?: (isHalfway: boolean) => void;
  /** Whether nothing is more important on the page. */
  isFirst?: boolean;
  /** Where to find the installation token. */
  tokenHelp?: ReactNode;
}) {
  const [isByToken, setIsByToken] = useState(!ways.users && ways.token);
  const [halfway, setHalfway] = useState<SecondStepView | null>(null);
  const goHalfway = (next: SecondStepView | null) => {
    setHalfway(next);
    onHalfway?.(next !== null);
  };
  if (halfway) return <SecondStep has={halfway} onSignedIn={onSignedIn} onBack={() => goHalfway(null)} />;
  return (
    <div className="grid gap-3">
      {isByToken ? (
        <>
          <TokenForm onSignedIn={onSignedIn} isFirst={isFirst} />
          {tokenHelp ? <p className="text-pretty text-subtle text-xs">{tokenHelp}</p> : null}
        </>
      ) : (
        <PasswordForm onSignedIn={onSignedIn} onHalfway={goHalfway} isFirst={isFirst} />
      )}
      {ways.users && !isByToken ? <PasskeyButton onSignedIn={onSignedIn} /> : null}
      {ways.users && ways.token ? (
        <Button variant="ghost" onClick={() => setIsByToken(!isByToken)}>
          {isByToken ? texts.usePassword : texts.useToken}
        </Button>
      ) : null}
    </div>
  );
}

interface SignInFormProps {
  onSignedIn: () => void;
  isFirst: boolean;
}

function TokenForm({ onSignedIn, isFirst }: SignInFormProps) {
  return (
    <EntryForm
      key="token"
      isFirst={isFirst}
      fields={[
        {
          name: "token",
          label: texts.apiToken,
          type: "password",
          autoComplete: "current-password",
          mono: true,
        },
      ]}
      missing={texts.enterToken}
      submitLabel={texts.signIn}
      submit={({ token = "" }) => signIn(token.trim())}
      onDone={onSignedIn}
    />
  );
}

type PasswordFormProps = SignInFormProps & { onHalfway: (next: SecondStepView) => void };

function PasswordForm({ onSignedIn, onHalfway, isFirst }: PasswordFormProps) {
  const halfway = useRef<SecondStepView>(undefined);
  return (
    <EntryForm
      key="password"
      isFirst={isFirst}
      fields={[
        { name: "email", label: texts.email, type: "email", autoComplete: "username" },
        { name: "password", label: texts.password, type: "password", autoComplete: "current-password" },
      ]}
      missing={texts.enterBoth}
      submitLabel={texts.signIn}
      submit={async ({ email = "", password = "" }) => {
        const answer = await signInUser(email.trim(), password);
        if (answer === null || "message" in answer) return answer;
        halfway.current = answer;
        return null;
      }}
      onDone={() => (halfway.current ? onHalfway(halfway.current) : onSignedIn())}
    />
  );
}

/** Makes the user of a one-time link, which follows the `#` of the address, so that no server logs it. */
export function LinkForm() {
  return (
    <EntryForm
      fields={[
        { name: "name", label: texts.name, autoComplete: "name" },
        { name: "email", label: texts.email, type: "email", autoComplete: "username" },
        {
          name: "password",
          label: texts.password,
          type: "password",
          autoComplete: "new-password",
          help: texts.passwordHelp,
        },
      ]}
      missing={texts.enterAll}
      submitLabel={texts.createUser}
      submit={({ name = "", email = "", password = "" }) =>
        createUser(window.location.hash.slice(1), { name: name.trim(), email: email.trim(), password })
      }
      // The link is used up, so it doesn't stay in the browser's history.
      onDone={() => window.location.replace("/")}
    />
  );
}

/** Sets the password of whoever an admin gave the link. */
export function PasswordLinkForm() {
  return (
    <EntryForm
      fields={[
        {
          name: "password",
          label: texts.newPassword,
          type: "password",
          autoComplete: "new-password",
          help: texts.passwordHelp,
        },
      ]}
      missing={texts.enterAll}
      submitLabel={texts.setPassword}
      submit={({ password = "" }) => setPassword(window.location.hash.slice(1), password)}
      onDone={() => window.location.replace("/sign-in")}
    />
  );
}
