"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Dialog } from "@/components/ui/overlay/dialog";
import { sessionQuery } from "@/lib/client/activity";
import { holdSession } from "@/lib/client/session-holder";
import { dialogTexts as texts } from "./dialog-texts";
import { WaysIn } from "./sign-in-form";

/**
 * Put it next to a form, not into it: while it is mounted, you sign in again in a dialog over the page after your
 * session ends, and the failed requests are repeated.
 */
export function SignInAgain() {
  const [isOpen, setIsOpen] = useState(false);
  // Whoever has typed something goes on as the same one.
  const isUser = useQueryClient().getQueryData(sessionQuery().queryKey)?.kind === "user";
  const answer = useRef<(isSignedIn: boolean) => void>(undefined);

  useEffect(() => {
    const letGo = holdSession(() => {
      setIsOpen(true);
      return new Promise((resolve) => {
        answer.current = resolve;
      });
    });
    return () => {
      letGo();
      answer.current?.(false);
    };
  }, []);

  function finish(isSignedIn: boolean) {
    setIsOpen(false);
    answer.current?.(isSignedIn);
  }

  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => open || finish(false)}
      size="sm"
      title={texts.signInAgain}
      description={texts.signInAgainHelp}
    >
      <WaysIn ways={{ users: isUser, token: !isUser }} onSignedIn={() => finish(true)} />
    </Dialog>
  );
}
