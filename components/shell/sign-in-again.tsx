"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { LinkButton } from "@/components/ui/link";
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
  const before = useQueryClient().getQueryData(sessionQuery().queryKey);
  const isUser = before?.kind === "user";
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
      {before?.way === "oidc" ? (
        <SignInElsewhere onSignedIn={() => finish(true)} />
      ) : (
        <WaysIn ways={{ users: isUser, token: !isUser }} onSignedIn={() => finish(true)} />
      )}
    </Dialog>
  );
}

/** The provider's page would take the place of the form, so it opens in another tab, which has the same cookies. */
function SignInElsewhere({ onSignedIn }: { onSignedIn: () => void }) {
  const done = useRef(onSignedIn);
  useEffect(() => {
    done.current = onSignedIn;
  });
  useEffect(() => {
    const look = async () => {
      const answer = await fetch("/api/v1/session").catch(() => null);
      if (answer?.ok) done.current();
    };
    const onFocus = () => void look();
    window.addEventListener("focus", onFocus);
    return () => window.removeEventListener("focus", onFocus);
  }, []);
  return (
    <div className="grid gap-4">
      <p className="text-pretty text-sm">{texts.signInElsewhere}</p>
      <LinkButton href="/sign-in" target="_blank" variant="primary">
        {texts.openSignIn}
      </LinkButton>
    </div>
  );
}
