"use client";
import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useRef,
} from "react";
import { cn } from "./cn";
import { placePopover } from "./use-floating";

export interface TooltipProps {
  content: ReactNode;
  side?: "top" | "bottom";
  /** One focusable element; a hint must be reachable by keyboard. */
  children: ReactElement<HTMLAttributes<HTMLElement>>;
}

const delayInMilliseconds = 350;

/** A short hint on hover and focus. Never the only place of something that matters: phones have no hover. */
export function Tooltip({ content, side = "top", children }: TooltipProps) {
  const id = useId();
  const hint = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(anchor: Element, delay: number) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (!hint.current?.isConnected || !anchor.isConnected) return;
      hint.current.showPopover();
      placePopover(anchor, hint.current, { align: "center", side, gap: 5 });
    }, delay);
  }
  function hide() {
    clearTimeout(timer.current);
    hint.current?.hidePopover();
  }

  return (
    <>
      {cloneElement(children, {
        "aria-describedby": id,
        onPointerEnter: (event) =>
          event.pointerType === "mouse" && show(event.currentTarget, delayInMilliseconds),
        onPointerLeave: hide,
        onPointerDown: hide,
        onFocus: (event) => event.currentTarget.matches(":focus-visible") && show(event.currentTarget, 0),
        onBlur: hide,
        onKeyDown: (event) => event.key === "Escape" && hide(),
      })}
      <span
        ref={hint}
        id={id}
        popover="manual"
        role="tooltip"
        className={cn(
          "pointer-events-none fixed inset-auto m-0 max-w-72 animate-fade-in",
          "whitespace-normal rounded-md border-0 bg-ink px-2 py-1 text-canvas text-xs",
        )}
      >
        {content}
      </span>
    </>
  );
}
