import type { Condition } from "./condition";

/**
 * The same condition without empty groups and groups of one, as a builder makes them on the way; maybe
 * `null`.
 */
export function simplify(condition: Condition): Condition | null {
  if (condition.kind === "term") return condition;
  if (condition.kind === "not") {
    const inner = simplify(condition.condition);
    return inner && { ...condition, condition: inner };
  }
  const conditions = condition.conditions.map(simplify).filter((inner) => inner !== null);
  const [first] = conditions;
  if (!first) return null;
  return conditions.length === 1 ? first : { ...condition, conditions };
}
