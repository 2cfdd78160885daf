"use client";
import { useState } from "react";
import { useController, useFormContext, useFormState } from "react-hook-form";
import { texts } from "@/components/mesh-object/texts";
import { Card } from "@/components/ui/card";
import { FieldError, Fieldset } from "@/components/ui/form/field";
import { type KeyValue, KeyValueEditor } from "@/components/ui/form/repeatable-list";
import { FieldNotes, messageAt } from "./field-notes";
import { TextField } from "./form-field";

const nameHelp = texts.nameHelp;

/** The name of an object, which is fixed once the object exists. */
export function NameField({ locked, help }: { locked: boolean; help?: string | undefined }) {
  return (
    <TextField
      name="name"
      label={texts.name}
      required
      mono
      readOnly={locked}
      help={locked ? texts.nameFixed : (help ?? nameHelp)}
      className="max-w-md"
    />
  );
}

/** Labels and metadata, at the end of every form. `keys` are metadata that Lamia reads of such an object. */
export function LabelsAndMetadata({ keys, help }: { keys?: readonly string[]; help?: string }) {
  return (
    <Card title={texts.labelsAndMetadata}>
      <div className="grid gap-6">
        <KeyValueField
          name="labels"
          legend={texts.labels}
          itemName={texts.label}
          help={texts.labelsHelp}
          keyPlaceholder={texts.exampleKey}
          valuePlaceholder={texts.exampleValue}
        />
        <KeyValueField
          name="metadata"
          legend={texts.metadata}
          itemName={texts.metadata}
          help={help ?? texts.metadataHelp}
          keyPlaceholder={texts.exampleNote}
          keySuggestions={keys}
        />
      </div>
    </Card>
  );
}

export interface KeyValueFieldProps {
  /** Dotted path of a record in the form. */
  name: string;
  legend: string;
  /** One pair: "Label". */
  itemName: string;
  help?: string | undefined;
  emptyText?: string | undefined;
  keyPlaceholder?: string | undefined;
  valuePlaceholder?: string | undefined;
  keySuggestions?: readonly string[] | undefined;
  multiline?: boolean | undefined;
  /** The button's text when "Add " and the item's name would be too long. */
  addLabel?: string | undefined;
}

type Pairs = Record<string, string>;

/** Key-value pairs in a form: labels, selectors, metadata. */
export function KeyValueField(props: KeyValueFieldProps) {
  const { name, legend, itemName, help, ...editor } = props;
  const { control } = useFormContext();
  const { field } = useController({ control, name });
  const { errors } = useFormState({ control });
  const value = (field.value ?? {}) as Pairs;
  // The pairs can hold what a record can't: an empty key, or the same key twice, while you type.
  const [pairs, setPairs] = useState<KeyValue[]>(() => pairsOf(value));
  const shown = sameRecord(recordOf(pairs), value) ? pairs : pairsOf(value);
  return (
    <div data-field={name}>
      <Fieldset legend={legend} help={help} onLeave={field.onBlur}>
        <KeyValueEditor
          {...editor}
          name={itemName}
          value={shown}
          errors={shown.map(({ key }, index) => {
            if (key !== "" && shown.findIndex((other) => other.key === key) < index)
              return { key: texts.listedTwice({ key }) };
            const message = messageAt(errors, `${name}.${key}`);
            return message === undefined ? undefined : { key: message };
          })}
          onChange={(next) => {
            setPairs(next);
            field.onChange(recordOf(next));
          }}
        />
        <FieldError message={messageAt(errors, name)} />
        <FieldNotes name={name} />
      </Fieldset>
    </div>
  );
}

function pairsOf(record: Pairs): KeyValue[] {
  return Object.entries(record).map(([key, value]) => ({ key, value }));
}

/** A pair without a key doesn't count, unless it has a value: then the schema asks for the key. */
function recordOf(pairs: readonly KeyValue[]): Pairs {
  return Object.fromEntries(
    pairs.filter(({ key, value }) => key !== "" || value !== "").map(({ key, value }) => [key.trim(), value]),
  );
}

function sameRecord(one: Pairs, other: Pairs): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
