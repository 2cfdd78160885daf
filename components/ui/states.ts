import { Ban, Check, CircleDashed, Hourglass, LoaderCircle, type LucideIcon, X } from "lucide-react";

export type State = "done" | "running" | "waiting" | "blocked" | "failed" | "idle";

interface StateLook {
  /** What it is called where nobody says it better. */
  label: string;
  icon: LucideIcon;
  /** Text on a surface, text and background of a badge, fill of a dot or bar. */
  text: string;
  badge: string;
  solid: string;
}

/** The one table of how a state looks: icon and word always, colour besides. */
export const stateLooks = {
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
} as const satisfies Record<State, StateLook>;
