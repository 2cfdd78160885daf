"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { createUser, setPassword, signIn, signInUser } from "@/lib/client/sign-in";
import { dialogTexts as texts } from "./dialog-texts";
import { EntryForm } from "./entry-form";

/** How the panel lets people in. */
interface Ways {
  /** Whether there are users, and not only the installation token. */
  users: boolean;
  token: boolean;
}

/** The form of the page "Sign in", which then goes to `next`. */
export function SignInForm({ next, ways }: { next: string; ways: Ways }) {
  // A full load rather than a change of route: requests everything again with the new session.
  return <WaysIn ways={ways} onSignedIn={() => window.location.assign(next)} />;
}

/** Users sign in with email and password; the installation token is for when that doesn't work. */
export function WaysIn({ ways, onSignedIn }: { ways: Ways; onSignedIn: () => void }) {
  const [isByToken, setIsByToken] = useState(!ways.users && ways.token);
  return (
    <div className="grid gap-3">
      {isByToken ? <TokenForm onSignedIn={onSignedIn} /> : <PasswordForm onSignedIn={onSignedIn} />}
      {ways.users && ways.token ? (
        <Button variant="ghost" onClick={() => setIsByToken(!isByToken)}>
          {isByToken ? texts.usePassword : texts.useToken}
        </Button>
      ) : null}
    </div>
  );
}

export function TokenForm({ onSignedIn }: { onSignedIn: () => void }) {
  return (
    <EntryForm
      key="token"
      fields={[{ name: "token", label: texts.apiToken, type: "password", autoComplete: "current-password" }]}
      missing={texts.enterToken}
      submitLabel={texts.signIn}
      submit={({ token = "" }) => signIn(token.trim())}
      onDone={onSignedIn}
    />
  );
}

function PasswordForm({ onSignedIn }: { onSignedIn: () => void }) {
  return (
    <EntryForm
      key="password"
      fields={[
        { name: "email", label: texts.email, type: "email", autoComplete: "username" },
        { name: "password", label: texts.password, type: "password", autoComplete: "current-password" },
      ]}
      missing={texts.enterBoth}
      submitLabel={texts.signIn}
      submit={({ email = "", password = "" }) => signInUser(email.trim(), password)}
      onDone={onSignedIn}
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
