"use client";
import { type RefObject, useEffect } from "react";
import { type PlaceOptions, placeBeside } from "./place-beside";

/** Puts a shown popover beside its anchor, now. `matchWidth` makes it at least as wide. */
export function placePopover(
  anchor: Element | null,
  panel: HTMLElement | null,
  options: PlaceOptions & { matchWidth?: boolean },
): void {
  if (!anchor || !panel?.matches(":popover-open")) return;
  // A wrapper without a box of its own (`display: contents`) stands for what it wraps.
  const boxed = anchor.getClientRects().length > 0 ? anchor : (anchor.firstElementChild ?? anchor);
  const box = boxed.getBoundingClientRect();
  panel.style.maxHeight = "";
  if (options.matchWidth) panel.style.width = `${box.width}px`;
  const size = { width: panel.offsetWidth, height: panel.offsetHeight };
  const view = { width: document.documentElement.clientWidth, height: window.innerHeight };
  const { left, top, maxHeight } = placeBeside(box, size, view, options);
  Object.assign(panel.style, {
    left: `${left}px`,
    top: `${top}px`,
    maxHeight: `${maxHeight}px`,
    opacity: "",
  });
}

/** Keeps an open popover beside its anchor while the page scrolls or the window changes. */
export function useFloating(
  open: boolean,
  anchor: RefObject<Element | null>,
  panel: RefObject<HTMLElement | null>,
  options: PlaceOptions & { matchWidth?: boolean },
): void {
  const { align, side, gap, matchWidth = false } = options;
  useEffect(() => {
    if (!open) return;
    const place = (event?: Event) => {
      // What scrolls inside the panel does not move it.
      if (event?.target instanceof Node && panel.current?.contains(event.target)) return;
      placePopover(anchor.current, panel.current, { align, side, gap, matchWidth });
    };
    place();
    window.addEventListener("scroll", place, { capture: true, passive: true });
    window.addEventListener("resize", place);
    return () => {
      window.removeEventListener("scroll", place, { capture: true });
      window.removeEventListener("resize", place);
    };
  }, [open, anchor, panel, align, side, gap, matchWidth]);
}
