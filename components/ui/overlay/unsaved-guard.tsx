"use client";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { texts } from "@/components/ui/texts";
import { ConfirmDialog } from "./confirm-dialog";

export interface UnsavedGuardProps {
  when: boolean;
  /** What happens to the changes. */
  description: string;
}

/**
 * Asks before you leave a page with unsaved changes: by a link, the browser's Back, a command (`leaveBy`), or a
 * reload or closed tab, where the browser asks in its own words. Put it next to a form, not into it.
 */
export function UnsavedGuard({ when, description }: UnsavedGuardProps) {
  const router = useRouter();
  const [wanted, setWanted] = useState<{ go: () => void } | null>(null);
  /** The history entry that the user has agreed to go to. */
  const agreed = useRef<string>(undefined);

  useEffect(() => {
    if (!when) return;
    const ask = (go: () => void) => setWanted({ go });
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // Before React and the router see the press: the router has no hook for this.
    const onClick = (event: MouseEvent) => {
      const href = internalTarget(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      ask(() => router.push(href));
    };
    // Browsers without the Navigation API don't ask on Back.
    const history = "navigation" in window ? window.navigation : null;
    const onNavigate = (event: NavigateEvent) => {
      const { key, url } = event.destination;
      if (event.navigationType !== "traverse" || !event.cancelable || key === agreed.current) return;
      if (new URL(url).pathname === location.pathname) return;
      event.preventDefault();
      ask(() => {
        agreed.current = key;
        history?.traverseTo(key);
      });
    };
    const letGo = holdLeaving(ask);
    addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, { capture: true });
    history?.addEventListener("navigate", onNavigate);
    return () => {
      letGo();
      removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, { capture: true });
      history?.removeEventListener("navigate", onNavigate);
    };
  }, [when, router]);

  return (
    <ConfirmDialog
      open={wanted !== null}
      onOpenChange={(open) => open || setWanted(null)}
      title={texts.leaveTitle}
      description={description}
      confirmLabel={texts.leave}
      onConfirm={() => wanted?.go()}
    />
  );
}

/** The target of a plain click on a link to another page of the panel; null for all other clicks. */
function internalTarget(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target === "_blank" || link.hasAttribute("download")) return null;
  if (link.origin !== location.origin || link.pathname === location.pathname) return null;
  return link.pathname + link.search + link.hash;
}

type Hold = (go: () => void) => void;

let holding: Hold | null = null;

/** Leaves at once, or after the user has agreed to lose this page's unsaved changes. */
export function leaveBy(go: () => void): void {
  if (holding) holding(go);
  else go();
}

/** Makes `leaveBy` ask first, until you call the returned function. */
export function holdLeaving(hold: Hold): () => void {
  holding = hold;
  return () => {
    if (holding === hold) holding = null;
  };
}
