"use client";
import { Input, type InputProps } from "@/components/ui/form/controls";
import { FormField, type FormFieldProps } from "./form-field";
import { numberFromText } from "./number-from-text";

export interface NumberFieldProps
  extends Omit<FormFieldProps, "children">,
    Pick<InputProps, "placeholder" | "suffix"> {}

/**
 * A number in a form; absent when empty, and handed on as typed where it is none, so that the schema says
 * so.
 */
export function NumberField({ placeholder, suffix, ...rest }: NumberFieldProps) {
  return (
    <FormField {...rest}>
      {({ value, onChange, ...field }) => (
        <Input
          {...field}
          inputMode="numeric"
          placeholder={placeholder}
          suffix={suffix}
          value={value === undefined || value === null ? "" : String(value)}
          onChange={(event) => onChange(numberFromText(event.target.value))}
        />
      )}
    </FormField>
  );
}
