import type { State } from "@/components/ui/badge";
import type { CleanupState } from "@/lib/client/cleanups";

/** How each state of a cleanup looks, and what it is called. */
export const cleanupLooks = {
  grace: { state: "waiting", word: "Waiting" },
  braked: { state: "blocked", word: "Needs confirmation" },
  open: { state: "running", word: "Removing" },
  kept: { state: "idle", word: "Kept" },
  withdrawn: { state: "idle", word: "Called off" },
  done: { state: "done", word: "Removed" },
  refused: { state: "failed", word: "Not done" },
} as const satisfies Record<CleanupState, { state: State; word: string }>;

/** What the page shows at a time: the states, and the word for it. */
export const cleanupViews = {
  pending: { label: "To do", states: ["grace", "braked", "open"] },
  kept: { label: "Kept", states: ["kept"] },
  past: { label: "Past", states: ["done", "withdrawn"] },
} as const satisfies Record<string, { label: string; states: readonly CleanupState[] }>;
