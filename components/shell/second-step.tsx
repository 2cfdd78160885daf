"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import type { SecondStepView } from "@/lib/api/access";
import { finishSignIn } from "@/lib/client/sign-in";
import { dialogTexts as texts } from "./dialog-texts";
import { EntryForm } from "./entry-form";
import { PasskeyButton } from "./passkey-button";

interface SecondStepProps {
  /** Which second factors there are. */
  has: Pick<SecondStepView, "hasApp" | "hasPasskey">;
  onSignedIn: () => void;
  /** To the password, which has to be entered again when this has taken too long. */
  onBack: () => void;
}

/** Asks for the second factor, after the password. */
export function SecondStep({ has: { hasApp, hasPasskey }, onSignedIn, onBack }: SecondStepProps) {
  const [over, setOver] = useState<string | null>(null);
  if (over !== null)
    return (
      <div className="grid gap-3">
        <Callout tone="blocked">{over}</Callout>
        <Button variant="primary" size="lg" onClick={onBack} autoFocus>
          {texts.enterPasswordAgain}
        </Button>
      </div>
    );
  return (
    <div className="grid gap-3">
      {hasPasskey ? <PasskeyButton onSignedIn={onSignedIn} isFirst={!hasApp} /> : null}
      <EntryForm
        isFirst={hasApp || !hasPasskey}
        fields={[
          {
            name: "code",
            label: texts.code,
            autoComplete: "one-time-code",
            help: hasApp ? texts.codeHelp : texts.onlyRecovery,
            mono: true,
          },
        ]}
        missing={texts.enterCode}
        submitLabel={texts.signIn}
        submit={async ({ code = "" }) => {
          const refusal = await finishSignIn(code);
          if (refusal?.isOver) setOver(refusal.message);
          return refusal;
        }}
        onDone={onSignedIn}
      />
      <Button variant="ghost" onClick={onBack}>
        {texts.back}
      </Button>
    </div>
  );
}
