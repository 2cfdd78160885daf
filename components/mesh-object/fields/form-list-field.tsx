"use client";
import type { ReactNode } from "react";
import { useFieldArray, useFormContext } from "react-hook-form";
import { texts } from "@/components/mesh-object/texts";
import { cn } from "@/components/ui/cn";
import { FieldError, Fieldset } from "@/components/ui/form/field";
import { RepeatableList } from "@/components/ui/form/repeatable-list";
import { FieldNotes, useFieldError } from "./field-notes";
import { NumberField } from "./form-field";

export interface FormListFieldProps {
  /** Dotted path of a list of records in the form. */
  name: string;
  legend: string;
  /** One entry: "Port". */
  itemName: string;
  help?: string | undefined;
  emptyText?: string | undefined;
  /** The initial values of a new entry. */
  newItem: object;
  /** Shows each entry in a box under its name, for entries with many fields. */
  boxed?: boolean | undefined;
  /** The minimum number of entries; 0 by default. */
  least?: number | undefined;
  /** Next to the list: suggestions. */
  children?: ReactNode;
  /** The fields of the entry at this path, such as `ports.0`. */
  render: (path: string, index: number) => ReactNode;
}

/** Entries with several fields in a form: ports, subsets, variables. */
export function FormListField(props: FormListFieldProps) {
  const { name, itemName, newItem, render } = props;
  const { control } = useFormContext();
  const { fields, append, remove } = useFieldArray({ control, name });
  const error = useFieldError(name);
  return (
    <div data-field={name}>
      <Fieldset legend={props.legend} help={props.help}>
        {props.children}
        {/* Only the first entry shows its labels; its button is next to the controls below them. */}
        <div className={cn(!props.boxed && "[&_li:first-child>button]:mt-6.5")}>
          <RepeatableList
            items={fields}
            keyOf={({ id }) => id}
            nameOf={(index) => `${itemName} ${index + 1}`}
            addLabel={`Add ${itemName.toLowerCase()}`}
            emptyText={props.emptyText}
            boxed={props.boxed}
            least={props.least}
            onAdd={() => append(structuredClone(newItem), { shouldFocus: false })}
            onRemove={remove}
            render={(_, index) => (
              <div data-field={`${name}.${index}`}>
                {render(`${name}.${index}`, index)}
                <div className="mt-2 empty:hidden">
                  <FieldNotes name={`${name}.${index}`} />
                </div>
              </div>
            )}
          />
        </div>
        <FieldError message={error} />
        <FieldNotes name={name} />
      </Fieldset>
    </div>
  );
}

export interface PortRowProps {
  /** Dotted path of the entry, and its index: only the first one shows its labels. */
  path: string;
  index: number;
  example: string;
  /** The field next to the port. */
  children: ReactNode;
}

/** A port in a list of ports, with one more field next to it. */
export function PortRow({ path, index, example, children }: PortRowProps) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <NumberField
        name={`${path}.port`}
        label={texts.port}
        labelHidden={index > 0}
        required
        example={example}
      />
      {children}
    </div>
  );
}
