import type { Operator, SubjectId } from "./subjects";

/** Where something stands in the text: offsets of UTF-16 units, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** One comparison, such as `header "user-agent" regex ".*Chrome.*"`. */
export interface Term {
  kind: "term";
  subject: SubjectId;
  /** Of a header, query parameter, cookie or source label. */
  name?: string;
  operator: Operator;
  /** Absent with `present`. Gateways, SNI hosts and subnets may be several, separated by commas. */
  value?: string;
  /** Of `uri` only. */
  ignoreCase?: boolean;
  /** Present when the condition was read from text. */
  at?: Span;
}

/** All (`and`) or any (`or`) of the conditions; groups nest as they do in the builder. */
export interface Group {
  kind: "and" | "or";
  conditions: Condition[];
}

export interface Negation {
  kind: "not";
  condition: Condition;
  at?: Span;
}

export type Condition = Term | Group | Negation;

/** What is wrong with a condition, and where: a place in the text, a term of the builder, or both. */
export interface ConditionProblem extends Span {
  message: string;
  term?: Term;
  /** What could stand there instead, for completion. */
  expected?: string[];
}

export type ConditionResult<T> = { ok: true; value: T } | { ok: false; problem: ConditionProblem };
