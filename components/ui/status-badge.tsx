import type { ReactNode } from "react";
import { cn } from "./cn";
import { type State, stateLooks } from "./states";

export interface StatusBadgeProps {
  state: State;
  /** Better words than the table's, e.g. "Serving". */
  children?: ReactNode;
  className?: string | undefined;
}

/** A state as icon, word and colour. `state`: done, running, waiting, blocked, failed, idle. */
export function StatusBadge({ state, children, className }: StatusBadgeProps) {
  const look = stateLooks[state];
  const Icon = look.icon;
  return (
    <span
      data-state={state}
      className={cn(
        "inline-flex h-5.5 items-center gap-1 whitespace-nowrap rounded-full pr-2 pl-1.5 font-medium text-xs",
        look.badge,
        className,
      )}
    >
      <Icon
        aria-hidden
        className={cn("size-3.5", state === "running" && "animate-spin")}
        strokeWidth={2.25}
      />
      {children ?? look.label}
    </span>
  );
}

/** The icon of a state in its colour, with its word for screen readers only (or none when `decorative`). */
export function StatusIcon({
  state,
  decorative,
  className,
}: {
  state: State;
  decorative?: boolean;
  className?: string;
}) {
  const look = stateLooks[state];
  const Icon = look.icon;
  return (
    <span className={cn("inline-flex", look.text)}>
      <Icon aria-hidden className={cn("size-4", state === "running" && "animate-spin", className)} />
      {decorative ? null : <span className="sr-only">{look.label}</span>}
    </span>
  );
}
