"use client";
import { useCallback, useSyncExternalStore } from "react";
import { sidebarKey } from "./sidebar-script";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Whether the sidebar is folded to a rail, and the switch; the truth is an attribute of <html> that CSS
 * reads.
 */
export function useSidebar(): { folded: boolean; toggle: () => void } {
  const folded = useSyncExternalStore(
    subscribe,
    () => document.documentElement.dataset.sidebar === "rail",
    () => false,
  );
  const toggle = useCallback(() => {
    const html = document.documentElement;
    const fold = html.dataset.sidebar !== "rail";
    if (fold) html.dataset.sidebar = "rail";
    else delete html.dataset.sidebar;
    try {
      localStorage.setItem(sidebarKey, fold ? "rail" : "wide");
    } catch {
      // A browser that keeps nothing only forgets the choice.
    }
    for (const listener of listeners) listener();
  }, []);
  return { folded, toggle };
}
