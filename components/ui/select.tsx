"use client";
import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlStyles, lineHeight } from "./control-styles";
import { useFieldControl } from "./field-context";

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean | undefined;
}

export interface SelectProps extends Omit<ComponentProps<"select">, "children" | "className"> {
  options: readonly SelectOption[];
  /** Of the box around it, e.g. a width; "w-full" without it. */
  className?: string;
  /** Shown while the value is "". */
  placeholder?: string | undefined;
}

/**
 * A choice of few: the browser's own select, so that phones, keyboards and screen readers get what they
 * know and
 * no script is loaded; its list is drawn in the panel's colours where CSS can. Of many or of free text:
 * `Combobox`.
 */
export function Select({ options, placeholder, className, ...rest }: SelectProps) {
  const field = useFieldControl(rest);
  return (
    <div className={cn("relative min-w-0", className ?? "w-full")}>
      <select
        {...rest}
        {...field}
        className={cn(controlStyles, lineHeight, "lamia-select cursor-pointer appearance-none truncate pr-8")}
      >
        {placeholder === undefined ? null : <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-4 text-subtle"
      />
    </div>
  );
}
