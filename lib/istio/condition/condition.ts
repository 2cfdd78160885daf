import { type Operator, type SubjectId, subjectOf } from "./subjects";
import { texts } from "./texts";

/** A position in the text: offsets of UTF-16 units, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** One comparison, such as `header "user-agent" regex ".*Chrome.*"`. */
export interface Term {
  kind: "term";
  subject: SubjectId;
  /** The name of a header, query parameter, cookie or source label. */
  name?: string;
  operator: Operator;
  /** Missing with `present`. Gateways, SNI hosts and subnets can be lists, separated by commas. */
  value?: string;
  /** Only for `uri`. */
  ignoreCase?: boolean;
  /** Set if the condition was read from text. */
  at?: Span;
}

/** All (`and`) or any (`or`) of the conditions; groups are nested as in the builder. */
export interface Group {
  kind: "and" | "or";
  conditions: Condition[];
}

interface Negation {
  kind: "not";
  condition: Condition;
  at?: Span;
}

export type Condition = Term | Group | Negation;

/** What is wrong with a condition, and where: a position in the text, a term of the builder, or both. */
export interface ConditionProblem extends Span {
  message: string;
  term?: Term;
  /** What would be valid there, for completion. */
  expected?: string[];
}

export type ConditionResult<T> = { ok: true; value: T } | { ok: false; problem: ConditionProblem };

/**
 * The same condition without empty groups and groups of one, which a builder creates in between; may be `null`.
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

export interface Literal {
  term: Term;
  negated: boolean;
}

/** More entries than this are probably a mistake, and would fill the proxy's memory. */
const most = 128;

/**
 * The condition as "any of: all of": Istio's `match` is a list of entries whose fields must all match. Skips groups without
 * conditions, which a builder has for a moment; an empty list means "everything".
 */
export function disjunctiveNormalForm(condition: Condition | null): ConditionResult<Literal[][]> {
  const trimmed = condition && simplify(condition);
  if (!trimmed) return { ok: true, value: [] };
  if (count(trimmed, false) > most) {
    const message = texts.tooManyEntries({ max: most });
    return { ok: false, problem: { message, start: 0, end: 0 } };
  }
  return { ok: true, value: expand(trimmed, false) };
}

/** De Morgan: a negation turns `and` into `or` and vice versa. */
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

/**
 * The text form of a condition, which `parseCondition` reads back as the same tree, except for empty groups and groups of
 * one; blank for `null`.
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
 * Parentheses if the inner group binds less tightly, or if it is a separate group that wouldn't need them.
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

/** Escapes quotes, and backslashes only if they would be read as an escape. */
function quote(text: string): string {
  return `"${text.replace(/\\(?=[\\"]|$)|"/g, "\\$&")}"`;
}
