"use client";
import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/controls";
import { Field } from "@/components/ui/form/field";
import { signIn } from "@/lib/client/session-holder";
import { texts } from "./texts";

/** The form of the page "Sign in", which then goes to `next`. */
export function SignInForm({ next }: { next: string }) {
  // A full load rather than a change of route: requests everything again with the new session.
  return <TokenForm onSignedIn={() => window.location.assign(next)} />;
}

/** One field; its error is next to it, and it gets the focus back. */
export function TokenForm({ onSignedIn }: { onSignedIn: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const token = input.current?.value.trim() ?? "";
    setBusy(true);
    const problem = token ? await signIn(token) : texts.enterToken;
    if (problem === null) {
      onSignedIn();
      return;
    }
    setBusy(false);
    setError(problem);
    input.current?.select();
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <Field label={texts.apiToken} error={error} required>
        <Input
          ref={input}
          name="token"
          type="password"
          mono
          autoFocus
          autoComplete="current-password"
          onChange={() => setError(undefined)}
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        {texts.signIn}
      </Button>
    </form>
  );
}
