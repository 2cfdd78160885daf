"use client";
import { useRef } from "react";
import { EntryForm } from "@/components/shell/entry-form";
import type { Refusal } from "@/lib/client/sign-in";
import { texts } from "./texts";

interface PasswordFormProps<Answer extends object> {
  submitLabel: string;
  submit: (password: string) => Promise<Answer | Refusal>;
  onDone: (answer: Answer) => void;
}

/** Asks for the password again: what changes how you sign in takes more than an open browser. */
export function PasswordForm<Answer extends object>({
  submitLabel,
  submit,
  onDone,
}: PasswordFormProps<Answer>) {
  const answer = useRef<Answer>(undefined);
  return (
    <EntryForm
      fields={[
        {
          name: "password",
          label: texts.password,
          type: "password",
          autoComplete: "current-password",
          help: texts.passwordHelp,
        },
      ]}
      missing={texts.fillIn}
      submitLabel={submitLabel}
      submit={async ({ password = "" }) => {
        const given = await submit(password);
        if ("message" in given) return given;
        answer.current = given;
        return null;
      }}
      onDone={() => answer.current && onDone(answer.current)}
    />
  );
}
