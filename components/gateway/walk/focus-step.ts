import type { StepView } from "@/lib/api/gateway";

const mostUrgentFirst = ["blocked", "failed", "running", "waiting"] as const;

/** The step that tells most about a walk now: what a person must act on, else what goes on, else the last one done. */
export function focusStep<Step extends Pick<StepView, "state">>(steps: readonly Step[]): Step | undefined {
  for (const state of mostUrgentFirst) {
    const found = steps.find((step) => step.state === state);
    if (found) return found;
  }
  return steps.findLast((step) => step.state === "done") ?? steps[0];
}
