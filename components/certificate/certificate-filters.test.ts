import { expect, test } from "vitest";
import { daysLeftSpans, endingSoon } from "@/lib/api/choices";
import { spanOf, spanOptions, spanValue } from "./certificate-filters";

test("each span that the overview counts is a named choice", () => {
  const options = spanOptions({ over: null, within: null });
  const values = options.map(({ value }) => value);
  expect(values).toEqual(expect.arrayContaining([...daysLeftSpans, endingSoon].map(spanValue)));
  expect(new Set(options.map(({ label }) => label)).size).toBe(options.length);
  expect(options.slice(0, 3).map(({ label }) => label)).toEqual([
    "Expired",
    "Up to 7 days or expired",
    "Up to 7 days",
  ]);
});

test("a choice maps to its span, and no choice means every certificate", () => {
  for (const span of [...daysLeftSpans, endingSoon]) expect(spanOf(spanValue(span))).toEqual(span);
  expect(spanOf("")).toEqual({ over: null, within: null });
});

test("a span that only the query parameters name is shown as the choice", () => {
  const [first] = spanOptions({ over: 2, within: 5 });
  expect(first).toEqual({ value: "2..5", label: "3–5 days" });
});
