import type { AwaitedRecords } from "@/lib/gateway/dns/by-hand";
import type { StepId } from "@/lib/gateway/steps";
import type { StepState } from "./step";

/** What is known about one step of one Secured Host: the last outcome, with its times (ISO 8601, UTC). */
export interface Report {
  step: StepId;
  state: StepState;
  note: string;
  remedy: string | null;
  /** What the step has seen, and under `byHand` the records that you enter; plain JSON, never a secret. */
  fact: unknown;
  /** When the step last ran. */
  at: string;
  /** When it entered this state. */
  since: string;
  /** When the step first ran for this host. With `since` of a finished step, it gives the time it took. */
  startedAt: string;
  /** Consecutive visits that ended in this state, including this one; 0 while pending. */
  attempts: number;
  /** When it runs again; null if only a change wakes it. */
  retryAt: string | null;
}

/** The records that you enter by hand, as the step last saw them. */
export function awaitedOf(report: { fact?: unknown } | undefined): readonly AwaitedRecords[] {
  return (report?.fact as { byHand?: readonly AwaitedRecords[] } | null | undefined)?.byHand ?? [];
}

/**
 * Every state of a walk, the most urgent first: lists sort by it, and a gateway has the state of its worst Secured
 * Host. This is the only list of them.
 */
export const worstFirst = ["blocked", "failed", "waiting", "working", "new", "serving"] as const;

/** The state of a Secured Host as a whole, from its steps. */
export type WalkState = (typeof worstFirst)[number];

/** The most urgent state among those of a gateway's Secured Hosts; null if it has none. */
export function worstWalkState(states: readonly WalkState[]): WalkState | null {
  return worstFirst.find((state) => states.includes(state)) ?? null;
}

/** Whether someone should look: it doesn't progress by itself, or not well. */
export function needsAttention(state: WalkState): boolean {
  return state === "blocked" || state === "failed";
}
