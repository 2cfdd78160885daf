import type { SecuredHostView, StepView } from "@/lib/api/gateway";
import type { FactOf, StepId } from "@/lib/gateway/steps";

export function stepOf(host: SecuredHostView, id: StepId): StepView | undefined {
  return host.steps.find((step) => step.id === id);
}

/** What a step has seen, done or not; null while it has seen nothing. The server sends it as the step made it. */
export function stepFact<Id extends StepId>(host: SecuredHostView, id: Id): FactOf<Id> | null {
  return (stepOf(host, id)?.fact ?? null) as FactOf<Id> | null;
}
