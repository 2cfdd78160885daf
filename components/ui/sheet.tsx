"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";

export interface SheetProps {
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  trigger?: ReactNode;
  title: ReactNode;
  /** Hides the title from the eye; it still names the sheet. */
  titleHidden?: boolean | undefined;
  description?: ReactNode;
  side?: "left" | "right";
  footer?: ReactNode;
  children: ReactNode;
}

/** A modal panel at the side: details without leaving the list, the navigation on phones. */
export function Sheet({
  open,
  onOpenChange,
  trigger,
  title,
  titleHidden,
  description,
  side = "right",
  footer,
  children,
}: SheetProps) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-overlay" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed inset-y-0 z-50 flex w-full flex-col bg-raised shadow-high outline-none [--sticky-top:0px]",
            side === "right" ? "right-0 max-w-xl animate-sheet-in" : "left-0 max-w-72 animate-drawer-in",
          )}
        >
          <div className={cn("flex items-start justify-between gap-4 px-5 pt-4 pb-3", titleHidden && "pb-0")}>
            <div className="min-w-0">
              <Radix.Title className={cn("font-semibold text-ink text-lg", titleHidden && "sr-only")}>
                {title}
              </Radix.Title>
              {description ? (
                <Radix.Description className="text-pretty text-muted text-sm">
                  {description}
                </Radix.Description>
              ) : null}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" size="sm" className="absolute top-3.5 right-3.5">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer ? (
            <div className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">{footer}</div>
          ) : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
