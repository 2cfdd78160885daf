"use client";
import { type MouseEvent, type SyntheticEvent, useEffect, useRef } from "react";
import { modalOpened } from "./modal-stack";

const firstChoice = "[data-autofocus], input:not([type=hidden], :disabled), select, textarea";

/**
 * The browser's own modal window (`<dialog>`): it keeps the focus, makes the rest inert and gives the focus
 * back.
 * Spread `attributes` on the `<dialog>`. The focus goes to the first field, else to the first button of the
 * footer.
 */
export function useModal(open: boolean, onClose: () => void) {
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    if (!open || !element || element.open) return;
    const before = document.activeElement;
    element.showModal();
    // An attribute rather than `:has(dialog[open])`, which every change of the page would have to look at again.
    document.documentElement.dataset.modal = "";
    const target =
      element.querySelector<HTMLElement>(firstChoice) ??
      element.querySelector<HTMLElement>("[data-footer] button:not(:disabled)");
    target?.focus();
    const closed = modalOpened(element);
    return () => {
      element.close();
      closed();
      if (!document.querySelector("dialog:modal")) delete document.documentElement.dataset.modal;
      // The browser gives it back by itself, but not where the window is gone from the page already.
      if (!element.isConnected && before instanceof HTMLElement) before.focus();
    };
  }, [open]);

  return {
    ref: dialog,
    onCancel: (event: SyntheticEvent) => {
      // A file chooser inside bubbles its own cancel; and closing is the owner's decision.
      if (event.target !== event.currentTarget) return;
      event.preventDefault();
      onClose();
    },
    onClose: (event: SyntheticEvent) => {
      // Browsers close it by themselves at a second Escape. In between it may have been opened again.
      if (event.target === event.currentTarget && !dialog.current?.open && open) onClose();
    },
    onMouseDown: (event: MouseEvent) => {
      // Only the backdrop: the contents fill the whole dialog.
      if (event.target === event.currentTarget) onClose();
    },
  };
}
