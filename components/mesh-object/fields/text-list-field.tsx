"use client";
import { useId, useState } from "react";
import { useController, useFormContext, useFormState } from "react-hook-form";
import { Combobox, type OptionSource } from "@/components/ui/form/combobox";
import type { ComboboxOption } from "@/components/ui/form/combobox-options";
import { FieldError, Fieldset } from "@/components/ui/form/field";
import { RepeatableList } from "@/components/ui/form/repeatable-list";
import { FieldNotes, messageAt, useFieldError } from "./field-notes";
import { emptyText } from "./form-field";

export interface TextListFieldProps {
  /** Dotted path of the list in the form. */
  name: string;
  legend: string;
  /** One entry: "Host". */
  itemName: string;
  help?: string | undefined;
  /** An example entry. */
  example?: string | undefined;
  emptyText?: string | undefined;
  /** Suggestions while you type; any other text is allowed. */
  options?: readonly ComboboxOption[] | undefined;
  loading?: boolean | undefined;
  /** Normalizes an entry when you leave it. */
  meantBy?: ((typed: string) => string) | undefined;
  source?: OptionSource | undefined;
}

const noOptions: readonly ComboboxOption[] = [];

/** A list of texts in a form: hosts, gateways. */
export function TextListField(props: TextListFieldProps) {
  const { name, legend, itemName, options = noOptions, meantBy = (typed) => typed } = props;
  const id = useId();
  const { control } = useFormContext();
  const { field } = useController({ control, name });
  const { errors, isSubmitted } = useFormState({ control });
  /** Touched entries: only these show mistakes before the form is sent. */
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const ownError = useFieldError(name);
  const items = (field.value ?? []) as string[];
  const set = (next: string[]) => field.onChange(next);
  return (
    <div data-field={name}>
      <Fieldset legend={legend} help={props.help}>
        <RepeatableList
          items={items}
          keyOf={(_, index) => `${name}.${index}`}
          nameOf={(index) => `${itemName} ${index + 1}`}
          addLabel={`Add ${itemName.toLowerCase()}`}
          emptyText={props.emptyText}
          onAdd={() => set([...items, ""])}
          onRemove={(index) => {
            setLeft(new Set([...left].flatMap((at) => (at === index ? [] : at > index ? at - 1 : at))));
            set(items.filter((_, at) => at !== index));
          }}
          render={(item, index) => {
            const path = `${name}.${index}`;
            const error = isSubmitted || left.has(index) ? messageAt(errors, path) : undefined;
            const errorId = `${id}-${index}-error`;
            return (
              <div data-field={path} className="grid gap-1.5">
                <Combobox
                  freeText
                  mono
                  aria-label={`${itemName} ${index + 1}`}
                  aria-invalid={error ? true : undefined}
                  aria-describedby={error ? errorId : undefined}
                  placeholder={emptyText({ example: props.example })}
                  loading={props.loading}
                  source={props.source}
                  options={options}
                  value={item}
                  onBlur={() => {
                    setLeft(new Set(left).add(index));
                    const meant = meantBy(item);
                    if (meant !== item) set(items.map((other, at) => (at === index ? meant : other)));
                    field.onBlur();
                  }}
                  onChange={(next) => set(items.map((other, at) => (at === index ? next : other)))}
                />
                <FieldError id={errorId} message={error} />
                <FieldNotes name={path} />
              </div>
            );
          }}
        />
        <FieldError message={ownError} />
        <FieldNotes name={name} />
      </Fieldset>
    </div>
  );
}
