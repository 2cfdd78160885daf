"use client";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field-context";

/** A text of several lines that grows with its content (up to 20 lines or so). `mono` for code and JSON. */
export function Textarea({
  mono,
  className,
  ...rest
}: ComponentProps<"textarea"> & { mono?: boolean | undefined }) {
  const field = useFieldControl(rest);
  return (
    <textarea
      rows={3}
      spellCheck={!mono}
      {...rest}
      {...field}
      className={cn(
        controlStyles,
        "field-sizing-content max-h-96 min-h-16 resize-y py-1.5 read-only:bg-sunken",
        mono && "font-mono",
        className,
      )}
    />
  );
}
