"use client";
import { Input, type InputProps } from "@/components/ui/form/controls";
import { FormField, type FormFieldProps } from "./form-field";

export interface TextFieldProps
  extends Omit<FormFieldProps, "children">,
    Pick<InputProps, "mono" | "placeholder" | "readOnly" | "suffix"> {}

/** A line of text in a form. What is emptied is absent when `optional`, else the empty text. */
export function TextField({ mono, placeholder, readOnly, suffix, ...rest }: TextFieldProps) {
  return (
    <FormField {...rest}>
      {({ value, onChange, ...field }) => (
        <Input
          {...field}
          mono={mono}
          placeholder={placeholder}
          readOnly={readOnly}
          suffix={suffix}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  );
}
