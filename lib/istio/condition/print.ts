import { type Condition, simplify, type Term } from "./condition";
import { subjectOf } from "./subjects";

/**
 * The text form of a condition, which `parseCondition` reads back as the same tree but for empty groups and
 * groups of one; blank for `null`.
 */
export function printCondition(condition: Condition | null): string {
  const simple = condition && simplify(condition);
  return simple ? print(simple) : "";
}

function print(condition: Condition): string {
  if (condition.kind === "term") return printTerm(condition);
  if (condition.kind === "not") return `not ${inside("not", condition.condition)}`;
  const { kind, conditions } = condition;
  return conditions.map((inner) => inside(kind, inner)).join(` ${kind} `);
}

/**
 * Parentheses where the inner group binds less tightly, and where it is a group of its own though it need not
 * be.
 */
function inside(around: "or" | "and" | "not", inner: Condition): string {
  const text = print(inner);
  const bare = inner.kind === "term" || inner.kind === "not" || (around === "or" && inner.kind === "and");
  return bare ? text : `(${text})`;
}

function printTerm({ subject, name, operator, value, ignoreCase }: Term): string {
  const { words, operators, numeric } = subjectOf(subject);
  return [
    words.join(" "),
    name === undefined ? "" : quote(name),
    operators.length > 1 ? operator : "",
    value === undefined ? "" : numeric ? value : quote(value),
    ...(ignoreCase ? ["ignoring", "case"] : []),
  ]
    .filter(Boolean)
    .join(" ");
}

/** Escapes quotes, and backslashes only where they would be read as an escape. */
function quote(text: string): string {
  return `"${text.replace(/\\(?=[\\"]|$)|"/g, "\\$&")}"`;
}
