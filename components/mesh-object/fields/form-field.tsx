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

interface ExampleProps {
  /** What could be typed here, such as a host or a port; while the field is empty it says "for example" before it. */
  example?: string | undefined;
  /** What an empty field means, such as "none"; never something that could be its value. */
  placeholder?: string | undefined;
}

/** The words in an empty field. */
export function emptyText({ example, placeholder }: ExampleProps): string | undefined {
  return example === undefined ? placeholder : texts.example({ value: example });
}

export interface TextFieldProps
  extends Omit<FormFieldProps, "children">,
    ExampleProps,
    Pick<InputProps, "mono" | "readOnly" | "suffix"> {}

/** A line of text in a form. What is emptied is absent when `optional`, else the empty text. */
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

/**
 * A number in a form; absent when empty, and handed on as typed where it is none, so that the schema says
 * so.
 */
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

/**
 * What was typed into a field of numbers: a number, nothing, or text that the schema will refuse with its
 * message.
 */
export function numberFromText(text: string): number | string | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return /^-?\d+$/.test(trimmed) ? Number(trimmed) : text;
}

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

export interface ChoiceFieldProps
  extends Omit<FormFieldProps, "children">,
    ExampleProps,
    Pick<ComboboxProps, "options" | "freeText" | "emptyText" | "mono" | "loading" | "source"> {
  /** Turns the text into the form's value, e.g. into a number. */
  parse?: ((text: string) => unknown) | undefined;
}

/** A choice from what exists, by typing; free text too where the field takes it. */
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
