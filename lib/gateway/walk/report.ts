import type { StepState } from "@/lib/gateway/outcome";
import type { StepId } from "@/lib/gateway/steps";

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
