"use client";
import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from "react";
import { CheckLabel } from "./check-label";
import { cn } from "./cn";

export interface CheckboxProps extends Omit<ComponentProps<"input">, "type" | "ref"> {
  label: ReactNode;
  help?: ReactNode;
  labelHidden?: boolean | undefined;
  /** Some, not all, of what it stands for is chosen. */
  indeterminate?: boolean | undefined;
  ref?: ((element: HTMLInputElement | null) => void) | undefined;
}

/** A checkbox with its label. Works with `{...register("agreed")}`. */
export function Checkbox({
  label,
  help,
  labelHidden,
  indeterminate,
  className,
  ref,
  ...rest
}: CheckboxProps) {
  const id = useId();
  const element = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    if (element.current) element.current.indeterminate = Boolean(indeterminate);
  }, [indeterminate]);
  return (
    <div className={cn("flex items-start gap-2", className)}>
      <input
        id={id}
        type="checkbox"
        aria-describedby={help ? `${id}-help` : undefined}
        {...rest}
        ref={(node) => {
          element.current = node;
          ref?.(node);
        }}
        className={cn(
          "mt-0.5 size-4 shrink-0 cursor-pointer accent-accent",
          "rounded-sm disabled:cursor-not-allowed disabled:opacity-50",
        )}
      />
      <CheckLabel
        htmlFor={rest.id ?? id}
        label={label}
        labelHidden={labelHidden}
        help={help}
        helpId={`${id}-help`}
      />
    </div>
  );
}
