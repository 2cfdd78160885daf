import type { Condition, Term } from "@/lib/istio/condition/condition";
import { subjectOf } from "@/lib/istio/condition/subjects";
import { texts } from "./texts";

const comparisons = {
  exact: texts.is,
  prefix: texts.beginsWith,
  regex: texts.matches,
  present: texts.isPresent,
} as const;
const negations = {
  exact: texts.isNot,
  prefix: texts.notBegin,
  regex: texts.notMatch,
  present: texts.isAbsent,
} as const;

export function operatorInWords(operator: Term["operator"], negated: boolean): string {
  return (negated ? negations : comparisons)[operator];
}

/** The requests (or connections) that a condition matches, as a phrase: "path begins with /a and header x is 1". */
export function conditionInWords(condition: Condition): string {
  return phrase(condition, false);
}

function phrase(condition: Condition, negated: boolean): string {
  if (condition.kind === "not") return phrase(condition.condition, !negated);
  if (condition.kind === "term") return termInWords(condition, negated);
  const parts = condition.conditions.map((inner) => {
    const text = phrase(inner, false);
    return isGroup(inner) ? `(${text})` : text;
  });
  const joined = parts.join(` ${condition.kind} `);
  return negated ? `not (${joined})` : joined;
}

function isGroup(condition: Condition): boolean {
  if (condition.kind === "not") return isGroup(condition.condition);
  return condition.kind !== "term" && condition.conditions.length > 1;
}

function termInWords(term: Term, negated: boolean): string {
  const { label } = subjectOf(term.subject);
  const name = term.name === undefined ? "" : ` ${term.name}`;
  const value = term.value === undefined ? "" : ` ${term.value}`;
  const ignoring = term.ignoreCase ? texts.ignoringCase : "";
  return `${lowerFirst(label)}${name} ${operatorInWords(term.operator, negated)}${value}${ignoring}`;
}

/** "Path" → "path", but "TLS server name" stays. */
function lowerFirst(label: string): string {
  return /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
