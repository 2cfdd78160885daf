"use client";
import { type RefObject, useEffect } from "react";

export interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export interface PlaceOptions {
  align: "start" | "center" | "end";
  /** The preferred side. */
  side: "top" | "bottom";
  gap: number;
}

const margin = 8;

/**
 * The position of a floating panel at its anchor, in pixels of the window: on the preferred side unless only the
 * other has space, at least 8 px from each edge, and no taller than the space there.
 */
export function placeBeside(
  anchor: Box,
  panel: { width: number; height: number },
  view: { width: number; height: number },
  { align, side, gap }: PlaceOptions,
): { left: number; top: number; maxHeight: number } {
  const below = view.height - anchor.bottom - gap - margin;
  const above = anchor.top - gap - margin;
  const wanted = side === "bottom" ? below : above;
  const other = side === "bottom" ? above : below;
  const flip = panel.height > wanted && other > wanted;
  const bottom = (side === "bottom") !== flip;
  const maxHeight = Math.max(0, bottom ? below : above);
  const height = Math.min(panel.height, maxHeight);
  const start =
    align === "start"
      ? anchor.left
      : align === "end"
        ? anchor.right - panel.width
        : (anchor.left + anchor.right - panel.width) / 2;
  return {
    left: Math.max(margin, Math.min(start, view.width - panel.width - margin)),
    top: bottom ? anchor.bottom + gap : anchor.top - gap - height,
    maxHeight,
  };
}

/** Positions an open popover at its anchor, now. `matchWidth` makes it at least as wide. */
export function placePopover(
  anchor: Element | null,
  panel: HTMLElement | null,
  options: PlaceOptions & { matchWidth?: boolean },
): void {
  if (!anchor || !panel?.matches(":popover-open")) return;
  // A wrapper without its own box (`display: contents`) represents its content.
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

/** Keeps an open popover at its anchor while the page scrolls or the window changes. */
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
      // Scrolling inside the panel doesn't move it.
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
