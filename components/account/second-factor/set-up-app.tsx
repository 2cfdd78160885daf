"use client";
import { useState } from "react";
import { EntryForm } from "@/components/shell/entry-form";
import { CopyButton } from "@/components/ui/copy-button";
import { beginApp, confirmApp } from "@/lib/client/second-factor";
import { PasswordForm } from "./password-form";
import { QrCode } from "./qr-code";
import { RecoveryCodes } from "./recovery-codes";
import { texts } from "./texts";

type Step =
  | { name: "password" }
  | { name: "app"; secret: string; uri: string }
  | { name: "codes"; codes: string[] };

export interface FactorSetUpProps {
  onDone: () => void;
  /** Called when recovery codes show, which nothing else may take away. */
  onCodes?: () => void;
}

/** Sets up an authenticator app: password, QR code and a first code, and then, the first time, recovery codes. */
export function SetUpApp({ onDone, onCodes }: FactorSetUpProps) {
  const [step, setStep] = useState<Step>({ name: "password" });
  if (step.name === "password")
    return (
      <PasswordForm
        submitLabel={texts.goOn}
        submit={beginApp}
        onDone={(begun) => setStep({ name: "app", ...begun })}
      />
    );
  if (step.name === "codes") return <RecoveryCodes codes={step.codes} onDone={onDone} />;
  return (
    <div className="grid gap-4">
      <p className="text-pretty text-sm">{texts.scan}</p>
      <QrCode text={step.uri} label={texts.qrCode} />
      <div className="text-muted text-sm">
        <p>{texts.orType}</p>
        <p className="flex items-center gap-1">
          <code className="font-mono text-[0.8125rem] text-ink">{inGroups(step.secret)}</code>
          <CopyButton text={step.secret} label={texts.copyKey} />
        </p>
      </div>
      <EntryForm
        fields={[
          {
            name: "code",
            label: texts.code,
            autoComplete: "one-time-code",
            help: texts.codeHelp,
            mono: true,
          },
        ]}
        missing={texts.fillIn}
        submitLabel={texts.turnOn}
        submit={async ({ code = "" }) => {
          const answer = await confirmApp(code);
          if ("message" in answer) return answer;
          if (!answer.recoveryCodes) onDone();
          else {
            setStep({ name: "codes", codes: answer.recoveryCodes });
            onCodes?.();
          }
          return null;
        }}
        onDone={() => {}}
      />
    </div>
  );
}

/** Easier to type from one screen into another. */
function inGroups(secret: string): string {
  return (secret.match(/.{1,4}/g) ?? []).join(" ");
}
