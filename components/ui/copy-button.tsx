"use client";
import { Check, Copy, X } from "lucide-react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";
import { useCopy } from "./use-copy";

export interface CopyButtonProps {
  /** What is put on the clipboard. */
  text: string;
  /** What it is, for the name of the button: "Copy name server 1". */
  label?: string;
  className?: string | undefined;
}

/** Copies a text, shows a tick for a moment and says "Copied" to screen readers. */
export function CopyButton({ text, label = "Copy", className }: CopyButtonProps) {
  const { state, copy } = useCopy();
  return (
    <span className={cn("relative inline-flex", className)}>
      <IconButton label={label} size="sm" onClick={() => void copy(text)}>
        {state === "copied" ? <Check aria-hidden className="text-done" /> : null}
        {state === "failed" ? <X aria-hidden className="text-failed" /> : null}
        {state === "idle" ? <Copy aria-hidden className="size-3.5!" /> : null}
      </IconButton>
      <span role="status" className="sr-only">
        {state === "copied" ? "Copied" : state === "failed" ? "The browser did not allow copying" : ""}
      </span>
    </span>
  );
}
