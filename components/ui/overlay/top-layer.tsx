"use client";
import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";

const open: HTMLDialogElement[] = [];
const listeners = new Set<() => void>();

/** The modal window on top; everything outside of it is inert. */
export function topModal(): HTMLDialogElement | null {
  return open.at(-1) ?? null;
}

/** Notes a modal window that has just opened; what it returns is to be called when it closes. */
export function modalOpened(dialog: HTMLDialogElement): () => void {
  open.push(dialog);
  tell();
  return () => {
    open.splice(open.indexOf(dialog), 1);
    tell();
  };
}

/** Calls back at once whenever another window is on top, until what it returns is called. */
export function onTopModal(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function tell() {
  for (const listener of listeners) listener();
}

/**
 * Draws above everything, open modal windows too, and within reach there: what stands outside of a modal window is
 * inert, whatever lies above it. So the contents live in one element that moves into the window on top.
 */
export function TopLayer({ children }: { children: ReactNode }) {
  const [host] = useState(() => {
    const element = document.createElement("div");
    element.popover = "manual";
    // It only holds what is fixed inside of it; a browser would draw it as a box in the middle.
    element.className = "inset-auto m-0 size-0 overflow-visible border-0 bg-transparent p-0";
    return element;
  });
  useEffect(() => {
    const place = () => {
      (topModal() ?? document.body).append(host);
      host.showPopover();
    };
    place();
    const forget = onTopModal(place);
    return () => {
      forget();
      host.remove();
    };
  }, [host]);
  return createPortal(children, host);
}
