"use client";
import { useState } from "react";
import { EntryForm } from "@/components/shell/entry-form";
import { addPasskey } from "@/lib/client/passkeys";
import { RecoveryCodes } from "./recovery-codes";
import type { FactorSetUpProps } from "./set-up-app";
import { texts } from "./texts";

/** Name and password, then the browser asks for the passkey; the first second factor comes with recovery codes. */
export function AddPasskey({ onDone, onCodes }: FactorSetUpProps) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  return (
    <EntryForm
      fields={[
        { name: "name", label: texts.passkeyName, autoComplete: "off", help: texts.passkeyNameHelp },
        {
          name: "password",
          label: texts.password,
          type: "password",
          autoComplete: "current-password",
          help: texts.passwordHelp,
        },
      ]}
      missing={texts.fillIn}
      submitLabel={texts.addPasskey}
      submit={async ({ name = "", password = "" }) => {
        const answer = await addPasskey(password, name.trim());
        if ("message" in answer) return answer;
        if (!answer.recoveryCodes) onDone();
        else {
          setCodes(answer.recoveryCodes);
          onCodes?.();
        }
        return null;
      }}
      onDone={() => {}}
    />
  );
}
