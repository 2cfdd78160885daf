import type { StepId } from "@/lib/gateway/steps";
import type { StepState } from "./step";

/** What is known of one step of one secured host: the last outcome, with its times (ISO 8601, UTC). */
export interface Report {
  step: StepId;
  state: StepState;
  note: string;
  remedy: string | null;
  /** What the step has seen; plain JSON, never a secret. */
  fact: unknown;
  /** When the step was last looked at. */
  at: string;
  /** When it came into this state. */
  since: string;
  /** When the step was first run for this host: with `since` of a done step, the time it took. */
  startedAt: string;
  /** Consecutive visits that ended in this same state, this one included; 0 while pending. */
  attempts: number;
  /** When it is looked at again; null when only a change wakes it. */
  retryAt: string | null;
}

/**
 * Every state that a walk can be in, the one that needs somebody most first: lists sort by it, and a gateway is as its
 * worst Secured Host is. The only list of them.
 */
export const worstFirst = ["blocked", "failed", "waiting", "working", "new", "serving"] as const;

/** Where a secured host stands as a whole, by its steps. */
export type WalkState = (typeof worstFirst)[number];

/** The state that deserves the eye among those of a gateway's Secured Hosts; null when it has none. */
export function worstWalkState(states: readonly WalkState[]): WalkState | null {
  return worstFirst.find((state) => states.includes(state)) ?? null;
}

/** Whether somebody should look: it does not go on by itself, or not well. */
export function needsAttention(state: WalkState): boolean {
  return state === "blocked" || state === "failed";
}
