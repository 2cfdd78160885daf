import type { State } from "@/components/ui/badge";
import type { SecuredHostView, StepView } from "@/lib/api/gateway";
import type { FactOf, StepId } from "@/lib/gateway/steps";
import { worstWalkState as worstOf } from "@/lib/gateway/walk/report";
import { texts } from "./texts";

interface StateStyle {
  state: State;
  label: string;
}

/** How a step's state looks and is called. */
export const stepStyles = {
  pending: { state: "idle", label: texts.notStarted },
  running: { state: "running", label: texts.running },
  done: { state: "done", label: texts.done },
  waiting: { state: "waiting", label: texts.waiting },
  blocked: { state: "blocked", label: texts.blocked },
  failed: { state: "failed", label: texts.failed },
} as const satisfies Record<StepView["state"], StateStyle>;

/** How the state of a whole walk looks and is called. */
export const walkStyles = {
  new: { state: "idle", label: texts.new },
  working: { state: "running", label: texts.working },
  waiting: { state: "waiting", label: texts.waiting },
  blocked: { state: "blocked", label: texts.blocked },
  failed: { state: "failed", label: texts.failed },
  serving: { state: "done", label: texts.serving },
} as const satisfies Record<SecuredHostView["state"], StateStyle>;

/** The state that deserves the eye among those of a gateway; null when it has no Secured Host. */
export function worstWalkState(hosts: readonly Pick<SecuredHostView, "state">[]) {
  return worstOf(hosts.map(({ state }) => state));
}

export function stepOf(host: SecuredHostView, id: StepId): StepView | undefined {
  return host.steps.find((step) => step.id === id);
}

/** What a step has seen, done or not; null while it has seen nothing. The server sends it as the step made it. */
export function stepFact<Id extends StepId>(host: SecuredHostView, id: Id): FactOf<Id> | null {
  return (stepOf(host, id)?.fact ?? null) as FactOf<Id> | null;
}
