"use client";
import { useId, useRef } from "react";
import { cn } from "@/components/ui/cn";
import { Input, Textarea } from "./controls";
import { FieldError } from "./field";
import { RepeatableList } from "./repeatable-list";
import { texts } from "./texts";

export interface KeyValue {
  key: string;
  value: string;
}

export interface KeyValueEditorProps {
  /** What the pairs are, for names read out: "Label", "Metadata". */
  name: string;
  value: readonly KeyValue[];
  onChange: (pairs: KeyValue[]) => void;
  /** Errors by the pair's position. */
  errors?: readonly ({ key?: string | undefined; value?: string | undefined } | undefined)[] | undefined;
  /** Offered while typing a key. */
  keySuggestions?: readonly string[] | undefined;
  keyPlaceholder?: string | undefined;
  valuePlaceholder?: string | undefined;
  /** Values of several lines. */
  multiline?: boolean | undefined;
  addLabel?: string | undefined;
  emptyText?: string | undefined;
}

/** Pairs of key and value: labels, selectors, metadata. */
export function KeyValueEditor(props: KeyValueEditorProps) {
  const { name, value, onChange, errors, keySuggestions, keyPlaceholder, valuePlaceholder, multiline } =
    props;
  const id = useId();
  const ids = useRowIds(value.length);
  const Value = multiline ? Textarea : Input;

  function set(index: number, change: Partial<KeyValue>) {
    onChange(value.map((pair, at) => (at === index ? { ...pair, ...change } : pair)));
  }

  return (
    <>
      {keySuggestions ? (
        <datalist id={`${id}-keys`}>
          {keySuggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      ) : null}
      <RepeatableList
        items={value}
        keyOf={(_, index) => ids.of(index)}
        nameOf={(index) => `${name} ${index + 1}`}
        addLabel={props.addLabel ?? `Add ${name.toLowerCase()}`}
        emptyText={props.emptyText}
        onAdd={() => onChange([...value, { key: "", value: "" }])}
        onRemove={(index) => {
          ids.remove(index);
          onChange(value.filter((_, at) => at !== index));
        }}
        render={(pair, index) => {
          const error = errors?.[index];
          const errorId = `${id}-${index}-error`;
          const text = [error?.key, error?.value].filter(Boolean).join(" ");
          return (
            <div className="grid gap-x-2 gap-y-1.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
              <Input
                mono
                aria-label={texts.keyOf({ name: name.toLowerCase(), number: index + 1 })}
                aria-invalid={error?.key ? true : undefined}
                aria-describedby={text ? errorId : undefined}
                placeholder={keyPlaceholder ?? "key"}
                list={keySuggestions ? `${id}-keys` : undefined}
                value={pair.key}
                onChange={(event) => set(index, { key: event.target.value })}
              />
              <Value
                mono
                aria-label={texts.valueOf({ name: name.toLowerCase(), number: index + 1 })}
                aria-invalid={error?.value ? true : undefined}
                aria-describedby={text ? errorId : undefined}
                placeholder={valuePlaceholder ?? "value"}
                value={pair.value}
                onChange={(event) => set(index, { value: event.target.value })}
                className={cn(multiline && "min-h-8!")}
              />
              {text ? (
                <div className="sm:col-span-2">
                  <FieldError id={errorId} message={text} />
                </div>
              ) : null}
            </div>
          );
        }}
      />
    </>
  );
}

/** Keys for rows that have none of their own, which survive the removal of a row before them. */
function useRowIds(length: number) {
  const state = useRef({ next: 0, ids: [] as string[] });
  const { current } = state;
  while (current.ids.length < length) current.ids.push(`row-${current.next++}`);
  current.ids.length = length;
  return {
    of: (index: number) => current.ids[index] ?? `row-${index}`,
    remove: (index: number) => {
      current.ids.splice(index, 1);
    },
  };
}
