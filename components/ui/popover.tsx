"use client";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { PopoverPanel, type Trigger } from "./popover-panel";

export interface PopoverProps {
  /** A `Button` or `IconButton`. */
  trigger: Trigger;
  /** Names the popover for screen readers. */
  label: string;
  align?: "start" | "center" | "end";
  className?: string | undefined;
  /** A function gets `close`. */
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** A small window tied to a button; not modal, closes by Escape or a press outside. */
export function Popover({ trigger, label, align = "end", className, children }: PopoverProps) {
  return (
    <PopoverPanel
      kind="dialog"
      trigger={trigger}
      align={align}
      aria-label={label}
      onShown={(panel) => panel.focus()}
      className={cn("w-80 max-w-[calc(100vw-1rem)] rounded-xl p-3", className)}
    >
      {(close) => (typeof children === "function" ? children(close) : children)}
    </PopoverPanel>
  );
}
