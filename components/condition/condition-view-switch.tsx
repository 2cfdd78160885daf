"use client";
import { useId } from "react";

const views = [
  { id: "both", label: "Both" },
  { id: "builder", label: "Builder" },
  { id: "text", label: "Text" },
] as const;

export type ConditionView = (typeof views)[number]["id"];

export interface ConditionViewSwitchProps {
  /** What the condition is of, for screen readers. */
  of: string;
  value: ConditionView;
  onChange: (view: ConditionView) => void;
}

/** Shows the builder, the text, or both. */
export function ConditionViewSwitch({ of, value, onChange }: ConditionViewSwitchProps) {
  const name = useId();
  return (
    <fieldset className="flex w-fit rounded-md bg-sunken p-0.5">
      <legend className="sr-only">How the condition of {of} is edited</legend>
      {views.map((view) => (
        <label
          key={view.id}
          className="cursor-pointer rounded-sm px-2 py-0.5 text-muted text-xs has-focus-visible:outline-2 has-focus-visible:outline-focus has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-low max-sm:px-3 max-sm:py-1.5"
        >
          <input
            type="radio"
            name={name}
            className="sr-only"
            checked={value === view.id}
            onChange={() => onChange(view.id)}
          />
          {view.label}
        </label>
      ))}
    </fieldset>
  );
}
