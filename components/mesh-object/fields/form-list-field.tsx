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
  /** What a new entry begins with. */
  newItem: object;
  /** Each entry as a box with its name on top, for entries of many fields. */
  boxed?: boolean | undefined;
  /** Entries that must stay; 0 by default. */
  least?: number | undefined;
  /** Beside the list: suggestions. */
  children?: ReactNode;
  /** The fields of the entry at this path, such as `ports.0`. */
  render: (path: string, index: number) => ReactNode;
}

/** Entries of several fields in a form: ports, subsets, variables. */
export function FormListField(props: FormListFieldProps) {
  const { name, itemName, newItem, render } = props;
  const { control } = useFormContext();
  const { fields, append, remove } = useFieldArray({ control, name });
  const error = useFieldError(name);
  return (
    <div data-field={name}>
      <Fieldset legend={props.legend} help={props.help}>
        {props.children}
        {/* The first entry alone shows its labels; its button stands beside the controls below them. */}
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
  /** Dotted path of the entry, and its place: the first one alone shows its labels. */
  path: string;
  index: number;
  example: string;
  /** The field beside the port. */
  children: ReactNode;
}

/** One port in a list of ports, with one more field beside it. */
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
