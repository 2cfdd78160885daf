"use client";
import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface PopoverProps {
  trigger: ReactNode;
  /** Names the popover for screen readers. */
  label: string;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  align?: "start" | "center" | "end";
  className?: string | undefined;
  children: ReactNode;
}

/** A small window tied to a button; not modal, closes by Escape or a press outside. */
export function Popover({
  trigger,
  label,
  open,
  onOpenChange,
  align = "end",
  className,
  children,
}: PopoverProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "z-50 w-80 max-w-[calc(100vw-1rem)] animate-pop-in rounded-xl bg-raised p-3 text-ink shadow-high",
            "max-h-(--radix-popover-content-available-height) overflow-y-auto outline-none",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
