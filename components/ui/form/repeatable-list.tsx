"use client";
import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input, Textarea } from "./controls";
import { FieldError } from "./field";
import { texts } from "./texts";

export interface RepeatableListProps<Item> {
  items: readonly Item[];
  /** A stable key, e.g. the `id` from `useFieldArray`. */
  keyOf: (item: Item, index: number) => string;
  render: (item: Item, index: number) => ReactNode;
  onAdd: () => void;
  onRemove: (index: number) => void;
  /** The button's text: "Add a server". */
  addLabel: string;
  /** One entry's name, for the remove button and screen readers: `(index) => `Server ${index + 1}``. */
  nameOf: (index: number) => string;
  /** The minimum number of entries; 0 by default. */
  least?: number | undefined;
  /** Shows each entry in a box under its name, for entries with several fields. */
  boxed?: boolean | undefined;
  /** Replaces the empty list. */
  emptyText?: ReactNode;
}

/** Entries that you can add and remove. Keeps the focus in place and announces removals. */
export function RepeatableList<Item>(props: RepeatableListProps<Item>) {
  const { items, keyOf, render, onAdd, onRemove, addLabel, nameOf, least = 0, boxed, emptyText } = props;
  const list = useRef<HTMLUListElement>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const [said, setSaid] = useState("");
  const removable = items.length > least;

  function remove(index: number) {
    setSaid(`${nameOf(index)} removed`);
    onRemove(index);
    adder.current?.focus();
  }

  function add() {
    setSaid("");
    onAdd();
    // The new entry exists after React has rendered it.
    requestAnimationFrame(() =>
      list.current?.lastElementChild?.querySelector<HTMLElement>("input, select, textarea")?.focus(),
    );
  }

  return (
    <div className="flex min-w-0 flex-col items-start gap-2.5">
      {items.length === 0 ? (
        emptyText ? (
          <p className="text-subtle text-sm">{emptyText}</p>
        ) : null
      ) : (
        <ul ref={list} className={cn("flex w-full min-w-0 flex-col", boxed ? "gap-3" : "gap-2")}>
          {items.map((item, index) => (
            <li
              key={keyOf(item, index)}
              aria-label={nameOf(index)}
              className={cn(
                "min-w-0",
                boxed ? "rounded-lg border border-line bg-surface" : "flex items-start gap-1",
              )}
            >
              {boxed ? (
                <>
                  <div
                    className={cn(
                      "flex h-10 items-center justify-between gap-2 border-line border-b",
                      "pr-1.5 pl-4",
                    )}
                  >
                    <span className="font-medium text-muted text-sm">{nameOf(index)}</span>
                    <Remove name={nameOf(index)} hidden={!removable} onPress={() => remove(index)} />
                  </div>
                  <div className="p-4">{render(item, index)}</div>
                </>
              ) : (
                <>
                  <div className="min-w-0 flex-1">{render(item, index)}</div>
                  <Remove name={nameOf(index)} hidden={!removable} onPress={() => remove(index)} />
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <Button ref={adder} size="sm" icon={<Plus aria-hidden />} onClick={add}>
        {addLabel}
      </Button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </div>
  );
}

function Remove({ name, hidden, onPress }: { name: string; hidden: boolean; onPress: () => void }) {
  return (
    <IconButton
      label={texts.removeItem({ name })}
      className={cn("max-sm:h-10!", hidden && "invisible")}
      onClick={onPress}
    >
      <Trash2 aria-hidden />
    </IconButton>
  );
}

export interface KeyValue {
  key: string;
  value: string;
}

export interface KeyValueEditorProps {
  /** What the pairs are, for screen readers: "Label", "Metadata". */
  name: string;
  value: readonly KeyValue[];
  onChange: (pairs: KeyValue[]) => void;
  /** Errors by the pair's position. */
  errors?: readonly ({ key?: string | undefined; value?: string | undefined } | undefined)[] | undefined;
  /** Suggestions while you type a key. */
  keySuggestions?: readonly string[] | undefined;
  keyPlaceholder?: string | undefined;
  valuePlaceholder?: string | undefined;
  /** Multi-line values. */
  multiline?: boolean | undefined;
  addLabel?: string | undefined;
  emptyText?: string | undefined;
}

/** Key-value pairs: labels, selectors, metadata. */
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

/** Keys for rows without their own, which stay the same when an earlier row is removed. */
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
