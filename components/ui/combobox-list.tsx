"use client";
import { Check } from "lucide-react";
import type { RefObject } from "react";
import { cn } from "./cn";
import type { ComboboxOption } from "./combobox-logic";

interface ComboboxListProps {
  id: string;
  list: RefObject<HTMLDivElement | null>;
  options: readonly ComboboxOption[];
  value: string;
  active: number;
  mono: boolean;
  onActive: (index: number) => void;
  onChoose: (option: ComboboxOption) => void;
}

// The focus stays in the text field, which names the active option by `aria-activedescendant` and has all
// the keys.
const listRole = { role: "listbox", "aria-label": "Options" } as const;
const optionRole = (selected: boolean, disabled: boolean | undefined) =>
  ({ role: "option", "aria-selected": selected, "aria-disabled": disabled || undefined }) as const;

/** The options below a `Combobox`. */
export function ComboboxList(props: ComboboxListProps) {
  const { id, list, options, value, active, mono, onActive, onChoose } = props;
  return (
    <div ref={list} id={id} {...listRole} className="max-h-72 overflow-y-auto">
      {options.map((option, index) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: its role comes with optionRole
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's
        <div
          key={option.value}
          id={`${id}-${index}`}
          {...optionRole(option.value === value, option.disabled)}
          onPointerMove={() => onActive(index)}
          onClick={() => onChoose(option)}
          className={cn(
            "flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm max-sm:py-2.5",
            index === active && "bg-hover",
            option.disabled && "opacity-50",
          )}
        >
          <span className={cn("min-w-0 flex-1 truncate", mono && "font-mono text-[0.8125rem]")}>
            {option.label}
          </span>
          {option.hint ? <span className="shrink-0 text-subtle text-xs">{option.hint}</span> : null}
          {option.value === value ? <Check aria-hidden className="size-4 shrink-0 text-accent-ink" /> : null}
        </div>
      ))}
    </div>
  );
}
