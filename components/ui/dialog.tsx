"use client";
import { cn } from "./cn";
import { Modal, type ModalProps } from "./modal";

export interface DialogProps extends ModalProps {
  size?: "sm" | "md" | "lg" | "xl";
}

const widths = { sm: "sm:max-w-md", md: "sm:max-w-lg", lg: "sm:max-w-2xl", xl: "sm:max-w-5xl" } as const;

/**
 * A modal window: keeps the focus, closes by Escape, gives the focus back. On phones it stands at the
 * bottom.
 */
export function Dialog({ size = "md", ...props }: DialogProps) {
  return (
    <Modal
      {...props}
      looks={cn(
        "inset-x-0 mx-auto max-h-[88dvh] w-full max-w-full",
        "max-sm:top-auto max-sm:bottom-0 max-sm:animate-fade-in max-sm:rounded-t-xl",
        "sm:top-[12vh] sm:max-h-[76vh] sm:w-[calc(100%-2rem)] sm:animate-pop-in sm:rounded-xl",
        widths[size],
      )}
    />
  );
}
