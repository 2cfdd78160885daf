import fc from "fast-check";
import type { Condition, Term } from "@/lib/istio/condition/condition";

/** Generated inputs that Kubernetes and Istio accept; used by property tests only. */
const lower = "abcdefghijklmnopqrstuvwxyz";
const alphanumeric = `${lower}0123456789`;

/** DNS-1123 labels that start with a letter. */
export const labels = fc
  .tuple(
    fc.constantFrom(...lower),
    fc.string({ unit: fc.constantFrom(...alphanumeric, "-"), maxLength: 8 }),
    fc.constantFrom(...alphanumeric),
  )
  .map((parts) => parts.join(""));

export const hostNames = fc.array(labels, { minLength: 2, maxLength: 4 }).map((parts) => parts.join("."));

/** Keys and values of labels, metadata and selectors. */
export const records = fc
  .uniqueArray(fc.tuple(labels, labels), { selector: ([key]) => key, maxLength: 3 })
  .map((entries) => Object.fromEntries(entries) as Record<string, string>);

export const filledRecords = records.filter((record) => Object.keys(record).length > 0);

export const metadata = fc
  .uniqueArray(fc.tuple(labels, fc.string()), { selector: ([key]) => key, maxLength: 3 })
  .map((entries) => Object.fromEntries(entries) as Record<string, string>);

export const ports = fc.integer({ min: 1, max: 65_535 });

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
/** Conditions of HTTP routes that both the text and the builder can have. */
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
