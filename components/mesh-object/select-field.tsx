"use client";
import { Select, type SelectProps } from "@/components/ui/form/controls";
import { FormField, type FormFieldProps } from "./form-field";

export interface SelectFieldProps
  extends Omit<FormFieldProps, "children">,
    Pick<SelectProps, "options" | "placeholder" | "disabled"> {}

/** A choice of few in a form; absent while its placeholder is chosen. */
export function SelectField({ options, placeholder, disabled, ...rest }: SelectFieldProps) {
  return (
    <FormField {...rest}>
      {({ value, onChange, ref: _ref, ...field }) => (
        <Select
          {...field}
          options={options}
          placeholder={placeholder}
          disabled={disabled}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onChange(event.target.value || undefined)}
        />
      )}
    </FormField>
  );
}
