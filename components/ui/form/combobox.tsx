"use client";
import { Check, ChevronDown } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useId, useMemo, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { useFloating } from "@/components/ui/overlay/floating";
import { type ComboboxOption, listInWords, matchOptions, mostShown, moveActive } from "./combobox-options";
import { controlStyles, lineHeight } from "./controls";
import { useFieldControl } from "./field";
import { texts } from "./texts";

/** A source of options beyond the initial ones. */
export interface OptionSource {
  /** Called with the typed text, and with the value when the list opens. */
  search: (typed: string) => void;
  isLoading: boolean;
  /** False while there may be options that only typing finds. */
  isComplete: boolean;
}

export interface ComboboxProps {
  options: readonly ComboboxOption[];
  value: string;
  onChange: (value: string) => void;
  /** Accepts typed text even if no option has it. Otherwise you can only choose options. */
  freeText?: boolean | undefined;
  placeholder?: string | undefined;
  /** The options are loading. */
  loading?: boolean | undefined;
  source?: OptionSource | undefined;
  /** Shown when nothing matches. */
  emptyText?: string | undefined;
  mono?: boolean | undefined;
  disabled?: boolean | undefined;
  id?: string | undefined;
  name?: string | undefined;
  onBlur?: (() => void) | undefined;
  /** Only outside a `Field`. */
  "aria-label"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
  "aria-describedby"?: string | undefined;
  /** Class of the surrounding box, e.g. a width; default "w-full". */
  className?: string | undefined;
}

const below = { align: "start", side: "bottom", gap: 4, matchWidth: true } as const;

/** Chooses one of many by typing, or free text with suggestions: the WAI-ARIA combobox with a list below. */
export function Combobox(props: ComboboxProps) {
  const { options, value, onChange, freeText, source, emptyText, mono, disabled } = props;
  const loading = props.loading || source?.isLoading;
  const field = useFieldControl({ id: props.id, "aria-describedby": props["aria-describedby"] });
  const listId = useId();
  const anchor = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(-1);
  const chosen = options.find((option) => option.value === value);
  const found = useMemo(() => matchOptions(options, typed ?? ""), [options, typed]);
  const matches = useMemo(() => found.slice(0, mostShown), [found]);

  useEffect(() => {
    if (!open) return;
    panel.current?.showPopover();
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [open]);
  useFloating(open, anchor, panel, below);

  function close() {
    setOpen(false);
    setTyped(null);
    setActive(-1);
  }
  function show() {
    if (disabled || open) return;
    setOpen(true);
    source?.search(value);
    setActive(matches.findIndex((option) => option.value === value));
  }
  function choose(option: ComboboxOption) {
    if (option.disabled) return;
    onChange(option.value);
    close();
  }
  function type(text: string) {
    setTyped(text);
    setOpen(true);
    source?.search(text);
    setActive(freeText ? -1 : 0);
    if (freeText || text === "") onChange(text);
  }
  function move(by: 1 | -1) {
    if (!open) return show();
    const next = moveActive(matches, active, by);
    setActive(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  }
  function onKeyDown(event: KeyboardEvent) {
    // During composition, these keys choose among the input method's suggestions.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape" && open) close();
    else if (event.key === "Enter" && open) {
      const option = matches[active];
      if (option) choose(option);
      else close();
    } else return;
    // Enter must not submit the form, and Escape must not close the surrounding dialog.
    event.preventDefault();
  }

  const nothing = loading
    ? texts.searching
    : (emptyText ?? (freeText ? texts.noSuggestions : texts.noMatches));
  return (
    <div ref={anchor} className={cn("relative min-w-0", props.className ?? "w-full")}>
      <input
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        name={props.name}
        aria-label={props["aria-label"]}
        aria-invalid={props["aria-invalid"]}
        {...field}
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-autocomplete="list"
        aria-activedescendant={open && active >= 0 ? `${listId}-${active}` : undefined}
        disabled={disabled}
        placeholder={props.placeholder}
        value={typed ?? (freeText ? value : (chosen?.label ?? value))}
        onClick={show}
        onFocus={(event) => {
          // Typed text replaces the chosen option, rather than extending its name.
          if (!freeText) event.currentTarget.select();
        }}
        onKeyDown={onKeyDown}
        onChange={(event) => type(event.target.value)}
        onBlur={() => {
          close();
          props.onBlur?.();
        }}
        className={cn(controlStyles, lineHeight, "pr-8", mono && "font-mono")}
      />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-4 text-subtle"
      />
      {open ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: a press must leave the focus in the text field; the options inside hear the click
        <div
          ref={panel}
          popover="manual"
          onMouseDown={(event) => event.preventDefault()}
          className={cn(
            "fixed inset-auto m-0 min-w-48 overflow-y-auto rounded-lg border-0 bg-raised",
            "p-1 text-ink shadow-high",
          )}
        >
          <ComboboxList
            id={listId}
            list={list}
            options={matches}
            value={value}
            active={active}
            mono={Boolean(mono)}
            onActive={setActive}
            onChoose={choose}
          />
          {found.length > mostShown ? (
            <p aria-hidden className="border-line border-t px-2 pt-1.5 pb-1 text-subtle text-xs">
              {texts.moreOptions({ count: found.length - mostShown })}
            </p>
          ) : null}
          {found.length > 0 && found.length <= mostShown && source && !source.isComplete ? (
            <p aria-hidden className="border-line border-t px-2 pt-1.5 pb-1 text-subtle text-xs">
              {loading ? texts.searching : texts.typeForMore}
            </p>
          ) : null}
          {found.length === 0 ? (
            <p aria-hidden className="px-2 py-1.5 text-subtle text-sm">
              {nothing}
            </p>
          ) : null}
        </div>
      ) : null}
      {/* It exists before it has text: a screen reader announces only changes of elements that it knows. */}
      <span role="status" className="sr-only">
        {open ? listInWords(found.length) || nothing : ""}
      </span>
    </div>
  );
}

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

// The focus stays in the text field, which refers to the active option with `aria-activedescendant` and handles all
// keys.
const listRole = { role: "listbox", "aria-label": texts.optionList } as const;
const optionRole = (selected: boolean, disabled: boolean | undefined) =>
  ({ role: "option", "aria-selected": selected, "aria-disabled": disabled || undefined }) as const;

/** The options below a `Combobox`. */
export function ComboboxList(props: ComboboxListProps) {
  const { id, list, options, value, active, mono, onActive, onChoose } = props;
  return (
    <div ref={list} id={id} {...listRole} className="max-h-72 overflow-y-auto">
      {options.map((option, index) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: `optionRole` makes it an option, which the rule can’t see
        // biome-ignore lint/a11y/useKeyWithClickEvents: the focus stays in the text field, whose arrow keys and Enter choose
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
