"use client";
import { Combobox, type ComboboxProps } from "@/components/ui/form/combobox";
import { FormField, type FormFieldProps } from "./form-field";

export interface ChoiceFieldProps
  extends Omit<FormFieldProps, "children">,
    Pick<ComboboxProps, "options" | "freeText" | "placeholder" | "emptyText" | "mono" | "loading"> {
  /** Turns the text into the form's value, e.g. into a number. */
  parse?: ((text: string) => unknown) | undefined;
}

/** A choice from what exists, by typing; free text too where the field takes it. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { options, freeText, placeholder, emptyText, mono, loading, parse, ...rest } = props;
  return (
    <FormField {...rest}>
      {({ value, onChange, onBlur, name }) => (
        <Combobox
          name={name}
          onBlur={onBlur}
          options={options}
          freeText={freeText}
          placeholder={placeholder}
          emptyText={emptyText}
          mono={mono}
          loading={loading}
          value={value === undefined || value === null ? "" : String(value)}
          onChange={(text) => onChange(parse ? parse(text) : text)}
        />
      )}
    </FormField>
  );
}
