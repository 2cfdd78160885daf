"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/notices";
import { canHavePasskeys, signInWithPasskey } from "@/lib/client/passkeys";
import { dialogTexts as texts } from "./dialog-texts";

interface PasskeyButtonProps {
  onSignedIn: () => void;
  isFirst?: boolean;
}

/** Signs in with a passkey, where the browser can have one. Loads late, so that the browser can be asked. */
export function PasskeyButton({ onSignedIn, isFirst = false }: PasskeyButtonProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!canHavePasskeys()) return null;
  async function signIn() {
    setBusy(true);
    setProblem(null);
    const refusal = await signInWithPasskey();
    if (!refusal) return onSignedIn();
    setProblem(refusal.message);
    setBusy(false);
  }
  return (
    <div className="grid gap-2">
      <Button variant={isFirst ? "primary" : "secondary"} size="lg" busy={busy} onClick={() => void signIn()}>
        {texts.usePasskey}
      </Button>
      {problem ? <Callout tone="blocked">{problem}</Callout> : null}
    </div>
  );
}
