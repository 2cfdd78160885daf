"use client";
import { useState } from "react";
import { Dialog } from "@/components/ui/overlay/dialog";
import { showToast } from "@/components/ui/overlay/toast";
import { removePasskey } from "@/lib/client/passkeys";
import { makeRecoveryCodes, removeApp } from "@/lib/client/second-factor";
import { AddPasskey } from "./add-passkey";
import { PasswordForm } from "./password-form";
import { RecoveryCodes } from "./recovery-codes";
import { SetUpApp } from "./set-up-app";
import { texts } from "./texts";

export type FactorAct = "set-up" | "replace" | "turn-off" | "codes" | "passkey" | PasskeyToRemove;

interface PasskeyToRemove {
  id: string;
  name: string;
}

/** What users change about their second factor. Loads only when it opens. */
export function SecondFactorDialog({ act, onClose }: { act: FactorAct; onClose: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const finish = (title: string) => {
    showToast({ tone: "success", title });
    onClose();
  };
  const about = {
    "set-up": { title: texts.setUpTitle },
    replace: { title: texts.replaceTitle },
    "turn-off": { title: texts.turnOffTitle, description: texts.turnOffHelp },
    codes: { title: texts.newCodesTitle, description: texts.newCodesHelp },
    passkey: { title: texts.addPasskeyTitle, description: texts.passkeysHelp },
    remove: {
      title: texts.removePasskeyTitle,
      description: typeof act === "string" ? "" : texts.removePasskeyHelp({ name: act.name }),
    },
  }[typeof act === "string" ? act : "remove"];
  return (
    <Dialog open onOpenChange={(open) => open || onClose()} size="sm" {...about}>
      {act === "set-up" || act === "replace" ? <SetUpApp onDone={() => finish(texts.turnedOn)} /> : null}
      {act === "turn-off" ? (
        <PasswordForm submitLabel={texts.turnOff} submit={removeApp} onDone={() => finish(texts.turnedOff)} />
      ) : null}
      {act === "codes" && codes === null ? (
        <PasswordForm
          submitLabel={texts.makeNew}
          submit={makeRecoveryCodes}
          onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
        />
      ) : null}
      {act === "passkey" ? <AddPasskey onDone={() => finish(texts.passkeyAdded)} /> : null}
      {typeof act === "string" ? null : (
        <PasswordForm
          submitLabel={texts.remove}
          submit={(password) => removePasskey(act.id, password)}
          onDone={() => finish(texts.passkeyRemoved)}
        />
      )}
      {codes ? <RecoveryCodes codes={codes} onDone={onClose} /> : null}
    </Dialog>
  );
}
