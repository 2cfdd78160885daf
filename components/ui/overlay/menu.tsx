"use client";
import { Check, Ellipsis } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import { texts } from "@/components/ui/texts";
import { menuItemFor, typedWord } from "./menu-keys";
import { PopoverPanel, type Trigger } from "./popover";

/** An entry of a menu. `href` goes somewhere, `onSelect` does something. */
export interface MenuEntry {
  label: string;
  icon?: ReactNode;
  href?: string | undefined;
  onSelect?: (() => void) | undefined;
  /** For destructive entries. */
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  /** Disables the entry and says why, below its label; the focus still goes there. */
  reason?: string | undefined;
  /** Shows a tick when true: one of several exclusive entries. */
  checked?: boolean | undefined;
  /** Text at the right, e.g. a shortcut. */
  hint?: string | undefined;
}

/** One entry of a `DropdownMenu`. The focus follows the pointer, as in the system's menus. */
export function MenuItem({ entry, close }: { entry: MenuEntry; close: () => void }) {
  const looks = cn(
    "flex w-full cursor-pointer select-none items-center gap-2 rounded-md px-2 py-1.5 text-left",
    "text-sm outline-none",
    "focus:bg-hover aria-disabled:opacity-50 max-sm:py-2.5 [&_svg]:size-4 [&_svg]:shrink-0",
    entry.danger ? "text-failed" : "text-ink [&_svg]:text-subtle",
  );
  const disabled = entry.disabled || entry.reason !== undefined;
  const content = (
    <>
      {entry.icon}
      <span className="min-w-0 flex-1 truncate">
        {entry.label}
        {entry.reason ? (
          <span className="block whitespace-normal text-pretty text-xs">{entry.reason}</span>
        ) : null}
      </span>
      {entry.hint ? <span className="pl-4 text-subtle text-xs">{entry.hint}</span> : null}
      {entry.checked === undefined ? null : (
        <span className="size-4">{entry.checked ? <Check aria-hidden /> : null}</span>
      )}
    </>
  );
  if (entry.href && !disabled) {
    return (
      <PageLink
        href={entry.href}
        role="menuitem"
        tabIndex={-1}
        className={looks}
        onClick={close}
        onPointerMove={(event) => event.currentTarget.focus()}
      >
        {content}
      </PageLink>
    );
  }
  const role =
    entry.checked === undefined
      ? ({ role: "menuitem" } as const)
      : ({ role: "menuitemradio", "aria-checked": entry.checked } as const);
  return (
    <button
      type="button"
      {...role}
      tabIndex={-1}
      aria-disabled={disabled || undefined}
      data-reason={entry.reason ? "" : undefined}
      className={looks}
      onPointerMove={(event) => event.currentTarget.focus()}
      onClick={() => {
        if (disabled) return;
        close();
        entry.onSelect?.();
      }}
    >
      {content}
    </button>
  );
}

export interface DropdownMenuProps {
  /** A `Button` or `IconButton`; it gets `aria-haspopup` and `aria-expanded`. */
  trigger: Trigger;
  /** Groups of entries, separated by a line. */
  groups: readonly (readonly MenuEntry[])[];
  /** A heading above the entries, such as the signed-in user. */
  heading?: ReactNode;
  align?: "start" | "end";
}

const itemsOf = (menu: Element) => [
  ...menu.querySelectorAll<HTMLElement>("[role^=menuitem]:not([aria-disabled=true]:not([data-reason]))"),
];

/**
 * A menu behind a button. Arrow Up on the button opens it at its last entry; typing goes to an entry by its text.
 */
export function DropdownMenu({ trigger, groups, heading, align = "end" }: DropdownMenuProps) {
  const headingId = useId();
  const typed = useRef(typedWord());

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const items = itemsOf(event.currentTarget);
    if (event.key === "Tab") {
      event.currentTarget.hidePopover();
      return;
    }
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = menuItemFor(
      event.key,
      at,
      items.map((item) => item.textContent ?? ""),
      typed.current(event.key, event.timeStamp),
    );
    if (next === null) return;
    event.preventDefault();
    items[next]?.focus();
  }

  return (
    <PopoverPanel
      kind="menu"
      trigger={trigger}
      align={align}
      {...(heading ? { "aria-labelledby": headingId } : { "aria-label": texts.menu })}
      onKeyDown={onKeyDown}
      onShown={(panel, end) => (itemsOf(panel).at(end === "last" ? -1 : 0) ?? panel).focus()}
      className="min-w-44 max-w-80 rounded-lg p-1"
    >
      {(close) => (
        <>
          {heading ? (
            <div id={headingId} className="px-2 py-1.5 text-subtle text-xs">
              {heading}
            </div>
          ) : null}
          {groups.map((entries, index) => (
            <div
              key={entries[0]?.label ?? ""}
              className={index > 0 ? "-mx-1 mt-1 border-line border-t px-1 pt-1" : undefined}
            >
              {entries.map((entry) => (
                <MenuItem key={entry.label} entry={entry} close={close} />
              ))}
            </div>
          ))}
        </>
      )}
    </PopoverPanel>
  );
}

export interface RowMenuProps {
  /** The name of the row's object; the button is called "Actions for shop". */
  name: string;
  entries: readonly MenuEntry[];
  /** Destructive entries, below a line. */
  last: Omit<MenuEntry, "danger">;
}

/** The menu at the end of a row. */
export function RowMenu({ name, entries, last }: RowMenuProps) {
  return (
    <DropdownMenu
      trigger={
        <IconButton label={texts.actionsFor({ name })} size="sm">
          <Ellipsis aria-hidden />
        </IconButton>
      }
      groups={[entries, [{ ...last, danger: true }]]}
    />
  );
}
