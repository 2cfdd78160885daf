"use client";
import type { ReactNode } from "react";
import { type ControllerRenderProps, useController, useFormContext } from "react-hook-form";
import { texts } from "@/components/mesh-object/texts";
import { Combobox, type ComboboxProps } from "@/components/ui/form/combobox";
import { Input, type InputProps, Select, type SelectProps } from "@/components/ui/form/controls";
import { Field, type FieldProps } from "@/components/ui/form/field";
import { FieldNotes } from "./field-notes";

export interface FormFieldProps extends Omit<FieldProps, "children" | "error"> {
  /** Dotted path in the form, such as `routes.0.timeout`. */
  name: string;
  /** Renders the control; a separate element must pass on `ref`, `value`, `onChange` and `onBlur`. */
  children: (field: ControllerRenderProps) => ReactNode;
}

/** A field of the surrounding form: label, control, its error as you type, and the findings of the checks. */
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

interface ExampleProps {
  /** An example value, such as a host or a port; an empty field shows it after "for example". */
  example?: string | undefined;
  /** The meaning of an empty field, such as "none"; never a possible value. */
  placeholder?: string | undefined;
}

/** The placeholder of an empty field. */
export function emptyText({ example, placeholder }: ExampleProps): string | undefined {
  return example === undefined ? placeholder : texts.example({ value: example });
}

export interface TextFieldProps
  extends Omit<FormFieldProps, "children">,
    ExampleProps,
    Pick<InputProps, "mono" | "readOnly" | "suffix"> {}

/** A text input in a form. Empty means absent when `optional`, else the empty string. */
export function TextField({ mono, example, placeholder, readOnly, suffix, ...rest }: TextFieldProps) {
  return (
    <FormField {...rest}>
      {({ value, onChange, ...field }) => (
        <Input
          {...field}
          mono={mono}
          placeholder={emptyText({ example, placeholder })}
          readOnly={readOnly}
          suffix={suffix}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </FormField>
  );
}

export interface NumberFieldProps
  extends Omit<FormFieldProps, "children">,
    ExampleProps,
    Pick<InputProps, "suffix"> {}

/** A number in a form; absent when empty. Passes on other text, so that the schema can reject it. */
export function NumberField({ example, placeholder, suffix, ...rest }: NumberFieldProps) {
  return (
    <FormField {...rest}>
      {({ value, onChange, ...field }) => (
        <Input
          {...field}
          inputMode="numeric"
          placeholder={emptyText({ example, placeholder })}
          suffix={suffix}
          value={value === undefined || value === null ? "" : String(value)}
          onChange={(event) => onChange(numberFromText(event.target.value))}
        />
      )}
    </FormField>
  );
}

/** The input of a number field: a number, nothing, or text that the schema rejects with its message. */
export function numberFromText(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^-?\d+$/.test(trimmed) ? Number(trimmed) : text;
}

export interface SelectFieldProps
  extends Omit<FormFieldProps, "children">,
    Pick<SelectProps, "options" | "placeholder" | "disabled"> {}

/** A select field in a form; absent while its placeholder is selected. */
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

export interface ChoiceFieldProps
  extends Omit<FormFieldProps, "children">,
    ExampleProps,
    Pick<ComboboxProps, "options" | "freeText" | "emptyText" | "mono" | "loading" | "source"> {
  /** Converts the text to the form's value, e.g. a number. */
  parse?: ((text: string) => unknown) | undefined;
}

/** A choice of existing values by typing; also free text if the field accepts it. */
export function ChoiceField(props: ChoiceFieldProps) {
  const {
    options,
    freeText,
    example,
    placeholder,
    emptyText: nothing,
    mono,
    loading,
    source,
    parse,
    ...rest
  } = props;
  return (
    <FormField {...rest}>
      {({ value, onChange, onBlur, name }) => (
        <Combobox
          name={name}
          onBlur={onBlur}
          options={options}
          freeText={freeText}
          placeholder={emptyText({ example, placeholder })}
          emptyText={nothing}
          mono={mono}
          loading={loading}
          source={source}
          value={value === undefined || value === null ? "" : String(value)}
          onChange={(text) => onChange(parse ? parse(text) : text)}
        />
      )}
    </FormField>
  );
}
