"use client";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldControl } from "./field-context";

export interface SliderProps extends Omit<ComponentProps<"input">, "type"> {
  /** The value in words for screen readers, e.g. "90 percent". */
  valueText?: string | undefined;
}

/** The browser's own slider: arrow keys, Page Up and Down, Home and End. Give it an `aria-label` outside a `Field`. */
export function Slider({ valueText, className, ...rest }: SliderProps) {
  const field = useFieldControl(rest);
  return (
    <input
      type="range"
      {...rest}
      {...field}
      aria-valuetext={valueText}
      className={cn("h-8 w-full min-w-0 cursor-pointer accent-accent disabled:opacity-50", className)}
    />
  );
}
