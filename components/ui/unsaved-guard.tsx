"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { ConfirmDialog } from "./confirm-dialog";

/** Asks before a link, a reload or a closed tab loses what was typed. Put it beside a form, not into it. */
export function UnsavedGuard({ when }: { when: boolean }) {
  const router = useRouter();
  const [wanted, setWanted] = useState<string | null>(null);

  useEffect(() => {
    if (!when) return;
    function beforeUnload(event: BeforeUnloadEvent) {
      event.preventDefault();
    }
    // Before React and the router see the press.
    function onClick(event: MouseEvent) {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
        return;
      const leaves = link.origin === location.origin && link.pathname !== location.pathname;
      if (!leaves || link.target === "_blank" || link.hasAttribute("download")) return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(link.pathname + link.search + link.hash);
    }
    window.addEventListener("beforeunload", beforeUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", beforeUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [when]);

  return (
    <ConfirmDialog
      open={wanted !== null}
      onOpenChange={(open) => open || setWanted(null)}
      title="Leave without saving?"
      description="What you changed on this page is not saved and would be lost."
      confirmLabel="Leave"
      onConfirm={() => {
        if (wanted !== null) router.push(wanted);
      }}
    />
  );
}
