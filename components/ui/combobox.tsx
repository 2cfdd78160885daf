"use client";
import { Check, ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { cn } from "./cn";
import { type ComboboxOption, matchOptions, moveActive } from "./combobox-logic";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field-context";

export interface ComboboxProps {
  options: readonly ComboboxOption[];
  value: string;
  onChange: (value: string) => void;
  /** Takes what is typed even if no option has it. Without it only options can be chosen. */
  freeText?: boolean | undefined;
  placeholder?: string | undefined;
  /** The options are on their way. */
  loading?: boolean | undefined;
  /** Said when nothing matches. */
  emptyText?: string | undefined;
  mono?: boolean | undefined;
  disabled?: boolean | undefined;
  id?: string | undefined;
  name?: string | undefined;
  onBlur?: (() => void) | undefined;
  /** Only outside of a `Field`. */
  "aria-label"?: string | undefined;
  className?: string | undefined;
}

const height = "max-h-(--radix-popover-content-available-height)";

/** A choice of many by typing, or free text with suggestions. ARIA combobox with a list below. */
export function Combobox(props: ComboboxProps) {
  const { options, value, onChange, freeText, placeholder, loading, emptyText, mono, disabled } = props;
  const field = useFieldControl({ id: props.id });
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(-1);
  const chosen = options.find((option) => option.value === value);
  const shown = typed ?? (freeText ? value : (chosen?.label ?? value));
  const matches = useMemo(() => matchOptions(options, typed ?? ""), [options, typed]);

  function choose(option: ComboboxOption) {
    if (option.disabled) return;
    onChange(option.value);
    close();
  }
  function close() {
    setOpen(false);
    setTyped(null);
    setActive(-1);
  }
  function show() {
    if (disabled) return;
    setOpen(true);
    setActive(matches.findIndex((option) => option.value === value));
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return show();
      const next = moveActive(matches, active, event.key === "ArrowDown" ? 1 : -1);
      setActive(next);
      list.current?.children[next]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && open) {
      const option =
        matches[active] ?? (freeText ? undefined : matches.length === 1 ? matches[0] : undefined);
      event.preventDefault();
      if (option) choose(option);
      else close();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  }

  return (
    <Popover.Root open={open} onOpenChange={(next) => (next ? show() : close())}>
      <Popover.Anchor asChild>
        <div className={cn("relative w-full min-w-0", props.className)}>
          <input
            type="text"
            role="combobox"
            autoComplete="off"
            spellCheck={false}
            name={props.name}
            aria-label={props["aria-label"]}
            {...field}
            aria-expanded={open}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={open && active >= 0 ? `${listId}-${active}` : undefined}
            disabled={disabled}
            placeholder={placeholder}
            value={shown}
            onClick={() => !open && show()}
            onKeyDown={onKeyDown}
            onBlur={() => {
              close();
              props.onBlur?.();
            }}
            onChange={(event) => {
              setTyped(event.target.value);
              setOpen(true);
              setActive(freeText ? -1 : 0);
              if (freeText || event.target.value === "") onChange(event.target.value);
            }}
            className={cn(controlStyles, "pr-8", mono && "font-mono")}
          />
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-4 text-subtle"
          />
        </div>
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.preventDefault()}
          // A press must not take the focus from the text.
          onPointerDown={(event) => event.preventDefault()}
          role="presentation"
          className={cn(
            "z-50 w-(--radix-popover-trigger-width) min-w-48 animate-fade-in overflow-y-auto rounded-lg",
            "bg-raised p-1 text-ink shadow-high",
            height,
          )}
        >
          <div
            ref={list}
            id={listId}
            role="listbox"
            aria-label="Options"
            className="max-h-72 overflow-y-auto"
          >
            {matches.map((option, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the text field's, by aria-activedescendant
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field
              <div
                key={option.value}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={option.value === value}
                aria-disabled={option.disabled || undefined}
                onPointerMove={() => setActive(index)}
                onClick={() => choose(option)}
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
                {option.value === value ? (
                  <Check aria-hidden className="size-4 shrink-0 text-accent-ink" />
                ) : null}
              </div>
            ))}
          </div>
          {matches.length === 0 ? (
            <p role="status" className="px-2 py-1.5 text-subtle text-sm">
              {loading
                ? "Loading…"
                : (emptyText ?? (freeText ? "No suggestion; what you typed is taken." : "None found."))}
            </p>
          ) : null}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
