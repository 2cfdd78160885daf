"use client";
import { type ComponentProps, type ReactNode, useId } from "react";
import { CheckLabel } from "./check-label";
import { cn } from "./cn";

// The checkbox below says by itself whether it is checked, so no aria-checked is needed.
const switchRole = { role: "switch" } as const;

export interface SwitchProps extends Omit<ComponentProps<"input">, "type" | "role"> {
  label: ReactNode;
  help?: ReactNode;
  labelHidden?: boolean | undefined;
}

/**
 * A switch for what takes effect at once. A checkbox in truth, so `checked`/`onChange`/`register` work as
 * there.
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
