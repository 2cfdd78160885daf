"use client";
import { Check } from "lucide-react";
import Link from "next/link";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** An entry of a menu. `href` goes somewhere, `onSelect` does something. */
export interface MenuEntry {
  label: string;
  icon?: ReactNode;
  href?: string | undefined;
  onSelect?: (() => void) | undefined;
  /** For what takes something away. */
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  /** Draws a tick: one of several that exclude one another. */
  checked?: boolean | undefined;
  /** A word at the right, e.g. a shortcut. */
  hint?: string | undefined;
}

export interface DropdownMenuProps {
  /** A button; it gets `aria-haspopup` and `aria-expanded`. */
  trigger: ReactNode;
  /** Groups of entries, drawn with a line between them. */
  groups: readonly (readonly MenuEntry[])[];
  /** Above the entries, not chosen from: who is signed in, a title. */
  heading?: ReactNode;
  align?: "start" | "end";
}

/** A menu behind a button: arrow keys, typing ahead, Escape. */
export function DropdownMenu({ trigger, groups, heading, align = "end" }: DropdownMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-44 max-w-80 animate-pop-in rounded-lg bg-raised p-1 text-ink shadow-high outline-none"
        >
          {heading ? <Radix.Label className="px-2 py-1.5 text-subtle text-xs">{heading}</Radix.Label> : null}
          {groups.map((entries, index) => (
            <Radix.Group key={entries[0]?.label ?? index}>
              {index > 0 ? <Radix.Separator className="-mx-1 my-1 h-px bg-line" /> : null}
              {entries.map((entry) => (
                <Entry key={entry.label} entry={entry} />
              ))}
            </Radix.Group>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  const looks = cn(
    "flex w-full cursor-pointer select-none items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none",
    "data-highlighted:bg-hover max-sm:py-2.5 [&_svg]:size-4 [&_svg]:shrink-0",
    entry.danger ? "text-failed" : "text-ink [&_svg]:text-subtle",
    "data-disabled:cursor-not-allowed data-disabled:opacity-50",
  );
  const content = (
    <>
      {entry.icon}
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.hint ? <span className="pl-4 text-subtle text-xs">{entry.hint}</span> : null}
    </>
  );
  if (entry.checked !== undefined) {
    return (
      <Radix.CheckboxItem
        checked={entry.checked}
        {...(entry.disabled ? { disabled: true } : {})}
        onSelect={() => entry.onSelect?.()}
        className={looks}
      >
        {content}
        <span className="w-4">{entry.checked ? <Check aria-hidden /> : null}</span>
      </Radix.CheckboxItem>
    );
  }
  if (entry.href && !entry.disabled) {
    return (
      <Radix.Item asChild className={looks}>
        <Link href={entry.href}>{content}</Link>
      </Radix.Item>
    );
  }
  return (
    <Radix.Item
      {...(entry.disabled ? { disabled: true } : {})}
      onSelect={() => entry.onSelect?.()}
      className={looks}
    >
      {content}
    </Radix.Item>
  );
}
