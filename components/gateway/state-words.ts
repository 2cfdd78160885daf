import type { State } from "@/components/ui/badge";
import type { SecuredHostView, StepView } from "@/lib/api/gateway";
import type { FactOf, StepId } from "@/lib/gateway/steps";
import { worstWalkState as worstOf } from "@/lib/gateway/walk/report";
import { texts } from "./texts";

interface StateStyle {
  state: State;
  label: string;
}

/** Look and name of each state of a step. */
export const stepStyles = {
  pending: { state: "idle", label: texts.notStarted },
  running: { state: "running", label: texts.running },
  done: { state: "done", label: texts.done },
  waiting: { state: "waiting", label: texts.waiting },
  blocked: { state: "blocked", label: texts.blocked },
  failed: { state: "failed", label: texts.failed },
} as const satisfies Record<StepView["state"], StateStyle>;

/** Look and name of each state of a whole walk. */
export const walkStyles = {
  new: { state: "idle", label: texts.new },
  working: { state: "running", label: texts.working },
  waiting: { state: "waiting", label: texts.waiting },
  blocked: { state: "blocked", label: texts.blocked },
  failed: { state: "failed", label: texts.failed },
  serving: { state: "done", label: texts.serving },
} as const satisfies Record<SecuredHostView["state"], StateStyle>;

/** The most important state of a gateway; null without a Secured Host. */
export function worstWalkState(hosts: readonly Pick<SecuredHostView, "state">[]) {
  return worstOf(hosts.map(({ state }) => state));
}

export function stepOf(host: SecuredHostView, id: StepId): StepView | undefined {
  return host.steps.find((step) => step.id === id);
}

/** The observation of a step, done or not; null before the first. The server sends it as the step returned it. */
export function stepFact<Id extends StepId>(host: SecuredHostView, id: Id): FactOf<Id> | null {
  return (stepOf(host, id)?.fact ?? null) as FactOf<Id> | null;
}
