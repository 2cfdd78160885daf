import type { Condition, ConditionResult, Term } from "./condition";
import { simplify } from "./simplify";

export interface Literal {
  term: Term;
  negated: boolean;
}

/** More entries than this are a mistake rather than a wish, and would fill the proxy's memory. */
const most = 128;

/**
 * The condition as "any of: all of": Istio's `match` is a list of entries whose fields must all hold. Groups
 * without conditions, as a builder has them for a moment, are passed over; an empty list means "everything".
 */
export function disjunctiveNormalForm(condition: Condition | null): ConditionResult<Literal[][]> {
  const trimmed = condition && simplify(condition);
  if (!trimmed) return { ok: true, value: [] };
  if (count(trimmed, false) > most) {
    const message = `This makes more than ${most} entries in Istio; split it over several routes`;
    return { ok: false, problem: { message, start: 0, end: 0 } };
  }
  return { ok: true, value: expand(trimmed, false) };
}

/** De Morgan: under a negation `and` becomes `or` and the other way round. */
function isConjunction(kind: "and" | "or", negated: boolean): boolean {
  return (kind === "and") !== negated;
}

function count(condition: Condition, negated: boolean): number {
  if (condition.kind === "term") return 1;
  if (condition.kind === "not") return count(condition.condition, !negated);
  const parts = condition.conditions.map((inner) => count(inner, negated));
  return isConjunction(condition.kind, negated)
    ? parts.reduce((product, part) => product * part, 1)
    : parts.reduce((sum, part) => sum + part, 0);
}

function expand(condition: Condition, negated: boolean): Literal[][] {
  if (condition.kind === "term") return [[{ term: condition, negated }]];
  if (condition.kind === "not") return expand(condition.condition, !negated);
  const parts = condition.conditions.map((inner) => expand(inner, negated));
  if (!isConjunction(condition.kind, negated)) return parts.flat();
  return parts.reduce((left, right) => left.flatMap((one) => right.map((other) => [...one, ...other])), [[]]);
}
