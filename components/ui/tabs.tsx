"use client";
import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

export interface TabsProps {
  /** Names the row of tabs for screen readers. */
  label: string;
  tabs: readonly { id: string; label: ReactNode; count?: number | undefined; content: ReactNode }[];
  /** Controlled: keep it in the URL with nuqs. Without it the first tab is open at the start. */
  value?: string | undefined;
  onValueChange?: ((id: string) => void) | undefined;
  className?: string | undefined;
}

/** Tabs over their contents; arrow keys move between tabs, hidden contents are not mounted. */
export function Tabs({ label, tabs, value, onValueChange, className }: TabsProps) {
  return (
    <Radix.Root
      {...(value === undefined ? { defaultValue: tabs[0]?.id ?? "" } : { value })}
      {...(onValueChange ? { onValueChange } : {})}
      className={cn("min-w-0", className)}
    >
      <Radix.List
        aria-label={label}
        className="flex gap-1 overflow-x-auto overflow-y-hidden border-line border-b [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className={cn(
              "-mb-px flex cursor-pointer items-center gap-1.5 whitespace-nowrap border-transparent border-b-2",
              "px-2 py-2 font-medium text-muted text-sm outline-offset-[-2px] hover:text-ink",
              "data-[state=active]:border-accent data-[state=active]:text-ink",
            )}
          >
            {tab.label}
            {tab.count === undefined ? null : (
              <span className="rounded-full bg-sunken px-1.5 text-muted text-xs tabular-nums">
                {tab.count}
              </span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="pt-4 outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
