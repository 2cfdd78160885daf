import type { StepView } from "@/lib/api/gateway";
import { steps } from "@/lib/gateway/steps";

/** A row of the table of steps, as a picture of the walk needs it. */
export interface WalkTableStep {
  id: string;
  title: string;
  purpose: string;
  needs: readonly string[];
}

/** The table of steps without what only a server can run. A new step needs no change here. */
export const walkTable: readonly WalkTableStep[] = steps.map(({ id, title, purpose, needs }) => ({
  id,
  title,
  purpose,
  needs: [...needs],
}));

const mostUrgentFirst = ["blocked", "failed", "running", "waiting"] as const;

/** The most informative step now: one that you must act on, else one in progress, else the last completed one. */
export function focusStep<Step extends Pick<StepView, "state">>(steps: readonly Step[]): Step | undefined {
  for (const state of mostUrgentFirst) {
    const found = steps.find((step) => step.state === state);
    if (found) return found;
  }
  return steps.findLast((step) => step.state === "done") ?? steps[0];
}
