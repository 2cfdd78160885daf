"use client";
import { type KeyboardEvent, type ReactNode, useId } from "react";
import { type MenuEntry, MenuItem } from "./menu-item";
import { menuItemFor } from "./menu-keys";
import { PopoverPanel, type Trigger } from "./popover-panel";

export type { MenuEntry } from "./menu-item";

export interface DropdownMenuProps {
  /** A `Button` or `IconButton`; it gets `aria-haspopup` and `aria-expanded`. */
  trigger: Trigger;
  /** Groups of entries, drawn with a line between them. */
  groups: readonly (readonly MenuEntry[])[];
  /** Above the entries, not chosen from: who is signed in, a title. */
  heading?: ReactNode;
  align?: "start" | "end";
}

const itemsOf = (menu: Element) => [
  ...menu.querySelectorAll<HTMLElement>("[role^=menuitem]:not([aria-disabled=true])"),
];

/** A menu behind a button: arrow keys, Home and End, typing ahead, Escape. */
export function DropdownMenu({ trigger, groups, heading, align = "end" }: DropdownMenuProps) {
  const headingId = useId();

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
      {...(heading ? { "aria-labelledby": headingId } : { "aria-label": "Menu" })}
      onKeyDown={onKeyDown}
      onShown={(panel) => (itemsOf(panel)[0] ?? panel).focus()}
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
