"use client";
import type { ReactNode } from "react";
import { type ControllerRenderProps, useController, useFormContext } from "react-hook-form";
import { Field, type FieldProps } from "@/components/ui/form/field";
import { FieldNotes } from "./field-notes";

export interface FormFieldProps extends Omit<FieldProps, "children" | "error"> {
  /** Dotted path in the form, such as `routes.0.timeout`. */
  name: string;
  /** Draws the control; in a place of its own it must pass `ref`, `value`, `onChange` and `onBlur` on. */
  children: (field: ControllerRenderProps) => ReactNode;
}

/** A field of the form around it: label, control, its error as one types, and what the checks say of it. */
export function FormField({ name, children, className, ...rest }: FormFieldProps) {
  const { control } = useFormContext();
  const { field, fieldState } = useController({ control, name });
  return (
    <div data-field={name} className={className}>
      <Field {...rest} error={fieldState.error?.message}>
        {children(field)}
      </Field>
      <div className="mt-1.5 empty:hidden">
        <FieldNotes name={name} />
      </div>
    </div>
  );
}
