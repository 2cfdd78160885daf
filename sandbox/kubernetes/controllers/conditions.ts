import { timestamp } from "@/sandbox/kubernetes/cluster";
import { listAt, textAt } from "@/sandbox/kubernetes/json/values";

export interface Condition {
  type: string;
  status: "True" | "False";
  reason: string;
  message: string;
}

/** The conditions as a status carries them: their time of transition stays while their status does. */
export function stampConditions(previous: unknown, conditions: readonly Condition[], now: Date): unknown[] {
  const known = listAt(previous, "conditions");
  return conditions.map((condition) => {
    const before = known.find((other) => textAt(other, "type") === condition.type);
    const isSame = textAt(before, "status") === condition.status;
    const since = isSame ? textAt(before, "lastTransitionTime") : undefined;
    const isUntouched = isSame && textAt(before, "reason") === condition.reason;
    const updated = isUntouched ? textAt(before, "lastUpdateTime") : undefined;
    const at = timestamp(now);
    return { ...condition, lastUpdateTime: updated ?? at, lastTransitionTime: since ?? at };
  });
}
