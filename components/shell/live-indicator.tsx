import { cn } from "@/components/ui/cn";
import type { Freshness } from "./live-state";

const looks = {
  live: { label: "Live", hint: "Changes in the cluster show at once.", dot: "bg-done-solid" },
  connecting: {
    label: "Connecting",
    hint: "Connecting to the panel's stream of changes.",
    dot: "bg-waiting-solid",
  },
  reconnecting: {
    label: "Reconnecting",
    hint: "The stream of changes is cut; what you see may be old. Trying again.",
    dot: "bg-failed-solid",
  },
  partial: {
    label: "Partly live",
    hint: "A part of the cluster is not seen; what you see of it may be old. Trying again.",
    dot: "bg-waiting-solid",
  },
  away: {
    label: "Cluster away",
    hint: "The panel does not see the cluster; what you see may be old. Trying again.",
    dot: "bg-failed-solid",
  },
} as const satisfies Record<Freshness, { label: string; hint: string; dot: string }>;

/** Whether changes still arrive: from the panel, and there from the cluster. Said aloud when it is lost and when it is back. */
export function LiveIndicator({ state }: { state: Freshness }) {
  const look = looks[state];
  return (
    <span
      role="status"
      title={look.hint}
      className="mr-2 inline-flex items-center gap-1.5 text-subtle text-xs"
    >
      <span
        aria-hidden
        className={cn("size-1.5 rounded-full", look.dot, state === "connecting" && "animate-breathe")}
      />
      <span className="max-sm:sr-only">{look.label}</span>
    </span>
  );
}
