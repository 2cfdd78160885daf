"use client";
import { useEffect } from "react";
import { ErrorState } from "@/components/ui/error-state";

/** Catches what a page throws while it is drawn; the shell stays. */
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
      title="This page broke"
      message="That is a fault of the panel, not yours. Trying again may help; nothing in the cluster was changed by it."
      detail={error.digest ? `Reference for the log: ${error.digest}` : undefined}
      onRetry={reset}
    />
  );
}
