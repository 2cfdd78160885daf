"use client";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { PageLink } from "./page-link";

/** An entry of a menu. `href` goes somewhere, `onSelect` does something. */
export interface MenuEntry {
  label: string;
  icon?: ReactNode;
  href?: string | undefined;
  onSelect?: (() => void) | undefined;
  /** For what takes something away. */
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  /** Draws a tick when true: one of several that exclude one another. */
  checked?: boolean | undefined;
  /** A word at the right, e.g. a shortcut. */
  hint?: string | undefined;
}

/** One entry of a `DropdownMenu`. The pointer takes the focus along, as menus of the system do. */
export function MenuItem({ entry, close }: { entry: MenuEntry; close: () => void }) {
  const looks = cn(
    "flex w-full cursor-pointer select-none items-center gap-2 rounded-md px-2 py-1.5 text-left",
    "text-sm outline-none",
    "focus:bg-hover aria-disabled:opacity-50 max-sm:py-2.5 [&_svg]:size-4 [&_svg]:shrink-0",
    entry.danger ? "text-failed" : "text-ink [&_svg]:text-subtle",
  );
  const content = (
    <>
      {entry.icon}
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.hint ? <span className="pl-4 text-subtle text-xs">{entry.hint}</span> : null}
      {entry.checked === undefined ? null : (
        <span className="size-4">{entry.checked ? <Check aria-hidden /> : null}</span>
      )}
    </>
  );
  if (entry.href && !entry.disabled) {
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
      aria-disabled={entry.disabled || undefined}
      className={looks}
      onPointerMove={(event) => event.currentTarget.focus()}
      onClick={() => {
        if (entry.disabled) return;
        close();
        entry.onSelect?.();
      }}
    >
      {content}
    </button>
  );
}
