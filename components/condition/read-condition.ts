import type { Condition, ConditionProblem, ConditionResult } from "@/lib/istio/condition/condition";
import { matchFromCondition } from "@/lib/istio/condition/match";
import { parseCondition } from "@/lib/istio/condition/parse";
import type { RouteProtocol } from "@/lib/istio/condition/subjects";

/** Reads a text, and checks that Istio can match what it says on such a route. */
export function readCondition(text: string, protocol: RouteProtocol): ConditionResult<Condition | null> {
  const parsed = parseCondition(text);
  if (!parsed.ok) return parsed;
  const problem = matchProblem(parsed.value, protocol);
  return problem ? { ok: false, problem } : parsed;
}

/** Why Istio cannot match this condition, with the term that is to blame; null when it can. */
export function matchProblem(condition: Condition | null, protocol: RouteProtocol): ConditionProblem | null {
  const match = matchFromCondition(condition, protocol);
  return match.ok ? null : match.problem;
}
