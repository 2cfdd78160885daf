"use client";
import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";

const open: HTMLDialogElement[] = [];
const listeners = new Set<() => void>();

/** The topmost modal dialog; everything outside it is inert. */
export function topModal(): HTMLDialogElement | null {
  return open.at(-1) ?? null;
}

/** Registers a modal dialog that has just opened; call the returned function when it closes. */
export function modalOpened(dialog: HTMLDialogElement): () => void {
  open.push(dialog);
  tell();
  return () => {
    open.splice(open.indexOf(dialog), 1);
    tell();
  };
}

/** Calls back at once whenever another dialog is on top, until you call the returned function. */
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
 * Renders above everything, even open modal dialogs, and stays usable there: whatever is outside a modal dialog is
 * inert, even if it is drawn above it. So the content is in one element, which moves into the topmost dialog.
 */
export function TopLayer({ children }: { children: ReactNode }) {
  const [host] = useState(() => {
    const element = document.createElement("div");
    element.popover = "manual";
    // It only contains fixed content; a browser would show it as a box in the middle.
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
