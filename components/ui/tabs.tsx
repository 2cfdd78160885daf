"use client";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { cn } from "./cn";
import { menuItemFor } from "./overlay/menu-keys";

export interface TabsProps {
  /** The accessible name of the tabs. */
  label: string;
  tabs: readonly { id: string; label: string; count?: number | undefined; content: ReactNode }[];
  /** Controlled: keep it in the URL with nuqs. Without it, the first tab is open at first. */
  value?: string | undefined;
  onValueChange?: ((id: string) => void) | undefined;
  className?: string | undefined;
}

const arrows: Record<string, string> = {
  ArrowRight: "ArrowDown",
  ArrowLeft: "ArrowUp",
  Home: "Home",
  End: "End",
};

/** Tabs above their contents; arrow keys move between tabs, hidden contents are not mounted. */
export function Tabs({ label, tabs, value, onValueChange, className }: TabsProps) {
  const id = useId();
  const [own, setOwn] = useState(tabs[0]?.id);
  const wanted = value ?? own;
  const open = tabs.find((tab) => tab.id === wanted) ?? tabs[0];

  function choose(next: string) {
    setOwn(next);
    onValueChange?.(next);
  }
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const key = arrows[event.key];
    const at = tabs.findIndex((tab) => tab.id === open?.id);
    const next = key
      ? menuItemFor(
          key,
          at,
          tabs.map((tab) => tab.label),
        )
      : null;
    const tab = next === null ? undefined : tabs[next];
    if (!tab) return;
    event.preventDefault();
    choose(tab.id);
    event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")[next ?? 0]?.focus();
  }

  return (
    <div className={cn("min-w-0", className)}>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={onKeyDown}
        className="flex gap-1 overflow-x-auto overflow-y-hidden border-line border-b [scrollbar-width:none]"
      >
        {tabs.map((tab) => {
          const selected = tab.id === open?.id;
          return (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${id}-${tab.id}`}
              aria-selected={selected}
              aria-controls={selected ? `${id}-panel` : undefined}
              tabIndex={selected ? 0 : -1}
              onClick={() => choose(tab.id)}
              className={cn(
                "-mb-px flex cursor-pointer items-center gap-1.5 whitespace-nowrap border-b-2 px-2",
                "py-2 font-medium",
                "text-sm -outline-offset-2",
                selected ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="rounded-full bg-sunken px-1.5 text-muted text-xs tabular-nums">
                  {tab.count}
                </span>
              )}
            </button>
          );
        })}
      </div>
      <div
        key={open?.id}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${open?.id}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel of mere text must be reachable too
        tabIndex={0}
        className="pt-4 outline-offset-4"
      >
        {open?.content}
      </div>
    </div>
  );
}
