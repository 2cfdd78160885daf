"use client";
import { cn } from "./cn";
import { Modal, type ModalProps } from "./modal";

export interface SheetProps extends ModalProps {
  side?: "left" | "right";
}

/** A modal panel at the side: details without leaving the list, the navigation on phones. */
export function Sheet({ side = "right", ...props }: SheetProps) {
  return (
    <Modal
      {...props}
      looks={cn(
        "inset-y-0 h-dvh max-h-dvh w-full",
        side === "right"
          ? "right-0 left-auto max-w-xl animate-sheet-in"
          : "left-0 max-w-72 animate-drawer-in",
      )}
    />
  );
}
