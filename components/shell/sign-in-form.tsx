"use client";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { createUser, type Refusal, signIn, signInUser } from "@/lib/client/session-holder";
import { texts } from "./texts";

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

interface EntryField {
  name: string;
  label: string;
  type?: "password" | "email";
  autoComplete: string;
  help?: string;
}

interface EntryFormProps {
  fields: readonly EntryField[];
  /** The error of an empty field. */
  missing: string;
  submitLabel: string;
  submit: (values: Record<string, string>) => Promise<Refusal | null>;
  onDone: () => void;
}

/** A few fields; an error is next to its field, or next to the last one, and that field gets the focus. */
function EntryForm({ fields, missing, submitLabel, submit, onDone }: EntryFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<Refusal>();
  const [busy, setBusy] = useState(false);
  const last = fields.at(-1)?.name;

  function refuse(refusal: Refusal) {
    const field = fields.some(({ name }) => name === refusal.field) ? refusal.field : last;
    setBusy(false);
    setError({ ...refusal, field });
    const input = form.current?.elements.namedItem(field ?? "");
    if (input instanceof HTMLInputElement) input.select();
  }

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const data = new FormData(event.currentTarget);
    const values = Object.fromEntries(fields.map(({ name }) => [name, String(data.get(name) ?? "")]));
    const empty = fields.find(({ name }) => !values[name]?.trim());
    if (empty) return refuse({ message: missing, field: empty.name });
    setBusy(true);
    const refusal = await submit(values);
    if (refusal) refuse(refusal);
    else onDone();
  }

  return (
    <form ref={form} onSubmit={onSubmit} noValidate className="grid gap-4">
      {fields.map(({ name, label, type, autoComplete, help }, index) => (
        <Field
          key={name}
          label={label}
          help={help}
          error={error?.field === name ? error.message : undefined}
          required
        >
          <Input
            name={name}
            type={type ?? "text"}
            mono={name === "token"}
            autoFocus={index === 0}
            autoComplete={autoComplete}
            onChange={() => setError(undefined)}
          />
        </Field>
      ))}
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        {submitLabel}
      </Button>
    </form>
  );
}
