"use client";
import { ChevronDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { useFieldControl } from "./field";

/** Style of all inputs and selects. */
export const controlStyles = [
  "w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-ink text-sm shadow-low",
  "transition-[border-color,box-shadow] duration-100 hover:border-control dark:bg-sunken",
  "focus-visible:border-focus focus-visible:outline-2 focus-visible:outline-offset-0",
  "focus-visible:outline-focus/40",
  "aria-invalid:border-failed-solid aria-invalid:focus-visible:outline-failed-solid/40",
  "disabled:bg-sunken disabled:text-subtle",
].join(" ");

/** The height of single-line controls. */
export const lineHeight = "h-8 max-sm:h-10";

export interface InputProps extends Omit<ComponentProps<"input">, "prefix"> {
  /** Monospace, without spell check and capitalization: for names, hosts, keys. */
  mono?: boolean | undefined;
  /** Shown inside, before and after the text: an icon, a unit. */
  prefix?: ReactNode;
  suffix?: ReactNode;
}

/** A text input. Works with `{...register("name")}`; inside a `Field` it is labelled and described by it. */
export function Input({ mono, prefix, suffix, className, ...rest }: InputProps) {
  const field = useFieldControl(rest);
  const input = (
    <input
      autoComplete="off"
      {...(mono ? { spellCheck: false, autoCapitalize: "none", autoCorrect: "off" } : {})}
      {...rest}
      {...field}
      className={cn(
        controlStyles,
        lineHeight,
        "read-only:bg-sunken read-only:text-muted",
        mono && "font-mono",
        prefix && "pl-8",
        suffix && "pr-10",
        className,
      )}
    />
  );
  if (!prefix && !suffix) return input;
  return (
    <div className="relative w-full min-w-0">
      {prefix ? (
        <span
          className={cn(
            "pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-subtle",
            "[&_svg]:size-4",
          )}
        >
          {prefix}
        </span>
      ) : null}
      {input}
      {suffix ? (
        <span className="absolute inset-y-0 right-1.5 flex items-center text-subtle text-xs">{suffix}</span>
      ) : null}
    </div>
  );
}

/** A multi-line text that grows with its content (up to about 20 lines). `mono` for code and JSON. */
export function Textarea({
  mono,
  className,
  ...rest
}: ComponentProps<"textarea"> & { mono?: boolean | undefined }) {
  const field = useFieldControl(rest);
  return (
    <textarea
      rows={3}
      spellCheck={!mono}
      {...rest}
      {...field}
      className={cn(
        controlStyles,
        "field-sizing-content max-h-96 min-h-16 resize-y py-1.5 read-only:bg-sunken",
        mono && "font-mono",
        className,
      )}
    />
  );
}

export interface SelectOption {
  value: string;
  label: string;
  disabled?: boolean | undefined;
}

export interface SelectProps extends Omit<ComponentProps<"select">, "children" | "className"> {
  options: readonly SelectOption[];
  /** Class of the surrounding box, e.g. a width; default "w-full". */
  className?: string;
  /** Shown while the value is "". */
  placeholder?: string | undefined;
}

/**
 * Chooses one of a few: the browser's own select, so that phones, keyboards and screen readers behave as usual and
 * no script loads; CSS styles its list where it can. For many options or free text: `Combobox`.
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

export interface SliderProps extends Omit<ComponentProps<"input">, "type"> {
  /** The value in words for screen readers, e.g. "90 percent". */
  valueText?: string | undefined;
}

/** The browser's own slider: arrow keys, Page Up and Down, Home and End. Give it an `aria-label` outside a `Field`. */
export function Slider({ valueText, className, ...rest }: SliderProps) {
  const field = useFieldControl(rest);
  return (
    <input
      type="range"
      {...rest}
      {...field}
      aria-valuetext={valueText}
      className={cn("h-8 w-full min-w-0 cursor-pointer accent-accent disabled:opacity-50", className)}
    />
  );
}
