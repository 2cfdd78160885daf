import type { ReactNode } from "react";
import { cn } from "./cn";

export interface FieldsetProps {
  legend: ReactNode;
  help?: ReactNode;
  disabled?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/**
 * A group of fields under one legend, laid out one below the other; give `className="sm:grid-cols-2"` for
 * two columns.
 */
export function Fieldset({ legend, help, disabled, className, children }: FieldsetProps) {
  return (
    <fieldset disabled={disabled} className="min-w-0">
      <legend className="font-semibold text-base text-ink">{legend}</legend>
      {help ? <p className="max-w-2xl text-pretty text-muted text-sm">{help}</p> : null}
      <div className={cn("mt-3 grid gap-4", className)}>{children}</div>
    </fieldset>
  );
}
