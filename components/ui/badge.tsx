import { cva, type VariantProps } from "class-variance-authority";
import { Ban, Check, CircleDashed, Hourglass, LoaderCircle, type LucideIcon, X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type State = "done" | "running" | "waiting" | "blocked" | "failed" | "idle";

interface StateStyle {
  /** Its default name. */
  label: string;
  icon: LucideIcon;
  /** Classes for text on a surface, for text and background of a badge, for the fill of a dot or bar. */
  text: string;
  badge: string;
  solid: string;
}

/** The look of every state: always icon and word, plus a color. */
export const stateStyles = {
  done: {
    label: "Done",
    icon: Check,
    text: "text-done",
    badge: "bg-done-soft text-done",
    solid: "bg-done-solid",
  },
  running: {
    label: "Running",
    icon: LoaderCircle,
    text: "text-running",
    badge: "bg-running-soft text-running",
    solid: "bg-running-solid",
  },
  waiting: {
    label: "Waiting",
    icon: Hourglass,
    text: "text-waiting",
    badge: "bg-waiting-soft text-waiting",
    solid: "bg-waiting-solid",
  },
  blocked: {
    label: "Blocked",
    icon: Ban,
    text: "text-blocked",
    badge: "bg-blocked-soft text-blocked",
    solid: "bg-blocked-solid",
  },
  failed: {
    label: "Failed",
    icon: X,
    text: "text-failed",
    badge: "bg-failed-soft text-failed",
    solid: "bg-failed-solid",
  },
  idle: {
    label: "Not started",
    icon: CircleDashed,
    text: "text-subtle",
    badge: "bg-sunken text-muted",
    solid: "bg-control",
  },
} as const satisfies Record<State, StateStyle>;

export interface StatusBadgeProps {
  state: State;
  /** Replaces the table's word, e.g. "Serving". */
  children?: ReactNode;
  className?: string | undefined;
}

/** A state as icon, word and color. `state`: done, running, waiting, blocked, failed, idle. */
export function StatusBadge({ state, children, className }: StatusBadgeProps) {
  const look = stateStyles[state];
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

/** The icon of a state in its color, with its word for screen readers only (or none when `decorative`). */
export function StatusIcon({
  state,
  decorative,
  className,
}: {
  state: State;
  decorative?: boolean;
  className?: string;
}) {
  const look = stateStyles[state];
  const Icon = look.icon;
  return (
    <span className={cn("inline-flex", look.text)}>
      <Icon aria-hidden className={cn("size-4", state === "running" && "animate-spin", className)} />
      {decorative ? null : <span className="sr-only">{look.label}</span>}
    </span>
  );
}

const badgeStyles = cva(
  [
    "inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-md px-1.5 font-medium",
    "text-xs [&_svg]:size-3",
  ],
  {
    variants: {
      tone: {
        neutral: "bg-sunken text-muted",
        accent: "bg-accent-soft text-accent-ink",
        done: "bg-done-soft text-done",
        running: "bg-running-soft text-running",
        waiting: "bg-waiting-soft text-waiting",
        blocked: "bg-blocked-soft text-blocked",
        failed: "bg-failed-soft text-failed",
        outline: "border border-line-strong text-muted",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

export interface BadgeProps extends VariantProps<typeof badgeStyles> {
  icon?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** A small label: a version, a protocol, a count. For a state use `StatusBadge`. */
export function Badge({ tone, icon, className, children }: BadgeProps) {
  return (
    <span className={cn(badgeStyles({ tone }), className)}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
