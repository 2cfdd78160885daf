"use client";
import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useId } from "react";
import { cn } from "@/components/ui/cn";

interface FieldContextValue {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
}

export const FieldContext = createContext<FieldContextValue | null>(null);

/**
 * The attributes that connect a control to its surrounding `Field`; the control's own attributes win. Empty outside
 * a `Field`, where the control needs an `aria-label`.
 */
export function useFieldControl(own: { id?: string | undefined; "aria-describedby"?: string | undefined }) {
  const field = useContext(FieldContext);
  if (!field) return own;
  const describedBy = [own["aria-describedby"], field.describedBy].filter(Boolean).join(" ");
  return {
    id: own.id ?? field.id,
    "aria-describedby": describedBy || undefined,
    "aria-invalid": field.invalid || undefined,
    "aria-required": field.required || undefined,
  };
}

export interface FieldProps {
  label: ReactNode;
  /** One or two plain sentences under the control. */
  help?: ReactNode;
  /** Doesn't replace the help, which stays readable. */
  error?: string | undefined;
  /** Shows the mark and sets `aria-required`; validation is the form's job. */
  required?: boolean | undefined;
  /** Hides the label visually (tables of inputs), never from a screen reader. */
  labelHidden?: boolean | undefined;
  /** At the right of the label: a small action or a counter. */
  aside?: ReactNode;
  className?: string | undefined;
  /**
   * One control: `Input`, `Textarea`, `Select`, `Combobox`, `SecretField` … finds its attributes through context.
   */
  children: ReactNode;
}

/** Label, control, help and error of one form field, linked by ids so that screen readers read all of it. */
export function Field({ label, help, error, required, labelHidden, aside, className, children }: FieldProps) {
  const id = useId();
  const helpId = help ? `${id}-help` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const describedBy = [errorId, helpId].filter(Boolean).join(" ") || undefined;
  return (
    <div className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <div className={cn("flex items-baseline justify-between gap-2", labelHidden && !aside && "sr-only")}>
        <label htmlFor={id} className={cn("font-medium text-ink text-sm", labelHidden && "sr-only")}>
          {label}
          {required ? (
            <span aria-hidden className="ml-0.5 text-failed">
              *
            </span>
          ) : null}
        </label>
        {aside ? <div className="text-subtle text-xs">{aside}</div> : null}
      </div>
      <FieldContext value={{ id, describedBy, invalid: Boolean(error), required: Boolean(required) }}>
        {children}
      </FieldContext>
      <FieldError id={errorId} message={error} />
      {help ? (
        <p id={helpId} className="text-pretty text-subtle text-xs">
          {help}
        </p>
      ) : null}
    </div>
  );
}

/** The line of an error. `Field` uses it; use it directly for a group of controls. */
export function FieldError({ id, message }: { id?: string | undefined; message?: string | undefined }) {
  if (!message) return null;
  return (
    <p id={id} role="alert" className="flex items-start gap-1 text-failed text-xs">
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      {message}
    </p>
  );
}

export interface FieldsetProps {
  legend: ReactNode;
  help?: ReactNode;
  disabled?: boolean | undefined;
  className?: string | undefined;
  /** The focus goes from one of its fields to somewhere else. */
  onLeave?: (() => void) | undefined;
  children: ReactNode;
}

/** A group of fields under one legend, in one column; `className="sm:grid-cols-2"` makes two. */
export function Fieldset({ legend, help, disabled, className, onLeave, children }: FieldsetProps) {
  return (
    <fieldset
      disabled={disabled}
      className="min-w-0"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) onLeave?.();
      }}
    >
      <legend className="font-semibold text-base text-ink">{legend}</legend>
      {help ? <p className="max-w-2xl text-pretty text-muted text-sm">{help}</p> : null}
      <div className={cn("mt-3 grid gap-4", className)}>{children}</div>
    </fieldset>
  );
}
