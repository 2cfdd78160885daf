"use client";
import { useEffect, useRef, useState } from "react";

const shownForInMilliseconds = 1600;

/**
 * Copies a text; `state` tells for a moment how it went. Browsers refuse on plain http from another machine.
 */
export function useCopy(): { state: "idle" | "copied" | "failed"; copy: (text: string) => Promise<void> } {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy(text: string) {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState(copyTheOldWay(text) ? "copied" : "failed");
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState("idle"), shownForInMilliseconds);
  }
  return { state, copy };
}

/**
 * `navigator.clipboard` exists on https and localhost only; a panel in a private network is often neither.
 */
function copyTheOldWay(text: string): boolean {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = text;
  area.setAttribute("readonly", "");
  area.style.cssText = "position:fixed;top:0;opacity:0";
  (focused?.closest("[role=dialog]") ?? document.body).append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
