"use client";
import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from "react";
import { cn } from "@/components/ui/cn";

export interface CheckboxProps extends Omit<ComponentProps<"input">, "type" | "ref"> {
  label: ReactNode;
  help?: ReactNode;
  labelHidden?: boolean | undefined;
  /** Some, but not all, of what it represents is selected. */
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

// The checkbox below reports its state itself, so no aria-checked is needed.
const switchRole = { role: "switch" } as const;

export interface SwitchProps extends Omit<ComponentProps<"input">, "type" | "role"> {
  label: ReactNode;
  help?: ReactNode;
  labelHidden?: boolean | undefined;
}

/**
 * A switch for settings that apply at once. It is a checkbox underneath, so `checked`/`onChange`/`register` work.
 */
export function Switch({ label, help, labelHidden, className, ...rest }: SwitchProps) {
  const id = useId();
  return (
    <div className={cn("flex items-start gap-2.5", className)}>
      <span className="relative mt-px inline-flex h-5 w-9 shrink-0">
        <input
          id={id}
          type="checkbox"
          {...switchRole}
          aria-describedby={help ? `${id}-help` : undefined}
          {...rest}
          className={cn(
            "peer size-full cursor-pointer appearance-none rounded-full bg-control",
            "transition-colors checked:bg-accent disabled:cursor-not-allowed disabled:opacity-50",
          )}
        />
        <span
          aria-hidden
          className={cn(
            "pointer-events-none absolute top-0.5 left-0.5 size-4 rounded-full bg-on-accent shadow-low",
            "transition-transform peer-checked:translate-x-4",
          )}
        />
      </span>
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

export interface CheckLabelProps {
  /** Id of the labeled input. */
  htmlFor: string;
  label: ReactNode;
  labelHidden?: boolean | undefined;
  help?: ReactNode;
  helpId: string;
}

/** The text next to a checkbox or a switch. */
export function CheckLabel({ htmlFor, label, labelHidden, help, helpId }: CheckLabelProps) {
  return (
    <div className={cn("min-w-0", labelHidden && "sr-only")}>
      <label htmlFor={htmlFor} className="block cursor-pointer text-ink text-sm">
        {label}
      </label>
      {help ? (
        <p id={helpId} className="text-subtle text-xs">
          {help}
        </p>
      ) : null}
    </div>
  );
}
