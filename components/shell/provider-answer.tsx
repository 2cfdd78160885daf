"use client";
import { useEffect, useRef, useState } from "react";
import { Spinner } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link";
import { Callout } from "@/components/ui/notices";
import { comeFromProvider } from "@/lib/client/sign-in";
import { dialogTexts as texts } from "./dialog-texts";
import { safeNextPath } from "./safe-next-path";

/** Signs in with what the OIDC provider has sent along in the address, and goes on, or says why that failed. */
export function ProviderAnswer() {
  const [problem, setProblem] = useState<string>();
  const isSent = useRef(false);

  useEffect(() => {
    if (isSent.current) return;
    isSent.current = true;
    const query = window.location.search;
    // The answer counts once, and doesn't stay in the browser's history.
    window.history.replaceState(null, "", window.location.pathname);
    void comeFromProvider(query).then((came) => {
      if ("next" in came) window.location.replace(safeNextPath(came.next));
      else setProblem(came.message);
    });
  }, []);

  if (problem === undefined) return <Spinner label={texts.signingIn} className="size-6 text-subtle" />;
  return (
    <Callout
      tone="blocked"
      className="max-w-sm"
      actions={
        <LinkButton href="/sign-in" variant="primary">
          {texts.backToSignIn}
        </LinkButton>
      }
    >
      {problem}
    </Callout>
  );
}
