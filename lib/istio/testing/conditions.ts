import fc from "fast-check";
import type { Condition, Term } from "../condition/condition";
import { labels, ports } from "./arbitraries";

export const values = fc.string({
  unit: fc.constantFrom(..."ab1 /\\\"'.*()[]{}|^$=;,-"),
  minLength: 1,
  maxLength: 8,
});
export const regexes = fc.constantFrom(".*Chrome.*", "^/v[0-9]+\\.x$", "(a|b)\\\\", '\\"', "(?i)abc", "\\d+");
const compared = (subject: Term["subject"], extra: object = {}) =>
  fc
    .oneof(
      fc.record({ operator: fc.constantFrom("exact" as const, "prefix" as const), value: values }),
      fc.record({ operator: fc.constant("regex" as const), value: regexes }),
    )
    .map((rest): Term => ({ kind: "term", subject, ...extra, ...rest }));
const named = (subject: "header" | "cookie" | "query") =>
  fc
    .tuple(labels, fc.boolean())
    .chain(([name, present]) =>
      present
        ? fc.constant<Term>({ kind: "term", subject, name, operator: "present" })
        : compared(subject, { name }),
    );
const terms: fc.Arbitrary<Term> = fc.oneof(
  compared("uri"),
  compared("method"),
  compared("authority"),
  named("header"),
  named("cookie"),
  named("query"),
  ports.map((port): Term => ({ kind: "term", subject: "port", operator: "exact", value: String(port) })),
  labels.map((value): Term => ({ kind: "term", subject: "sourceNamespace", operator: "exact", value })),
  fc
    .tuple(labels, labels)
    .map(([name, value]): Term => ({ kind: "term", subject: "sourceLabel", name, operator: "exact", value })),
  values
    .filter((value) => value.trim() !== "")
    .map((value): Term => ({ kind: "term", subject: "uri", operator: "prefix", value, ignoreCase: true })),
);
/** Conditions of HTTP routes as the text and the builder have them. */
export const conditions = fc.letrec<{ condition: Condition; group: Condition; negation: Condition }>(
  (tie) => ({
    condition: fc.oneof({ depthSize: "small", withCrossShrink: true }, terms, tie("group"), tie("negation")),
    group: fc
      .tuple(
        fc.constantFrom("and" as const, "or" as const),
        fc.array(tie("condition"), { minLength: 2, maxLength: 3 }),
      )
      .map(([kind, list]): Condition => ({ kind, conditions: list })),
    negation: tie("condition").map((condition): Condition => ({ kind: "not", condition })),
  }),
).condition;
