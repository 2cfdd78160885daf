"use client";
import { useEffect } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { texts } from "@/components/ui/texts";

/** Catches what a page throws while rendering; the shell stays. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  useEffect(() => console.error(error), [error]);
  return (
    <ErrorState
      headingLevel={1}
      title={texts.pageFailed}
      message={texts.pageFailedHelp}
      detail={error.digest ? texts.logReference({ id: error.digest }) : undefined}
      onRetry={reset}
    />
  );
}
