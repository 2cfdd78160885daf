"use client";
import { type ReactNode, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { onTopModal, topModal } from "./modal-stack";

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
