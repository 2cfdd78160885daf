import { describe, expect, test } from "vitest";
import { formatAbsolute, formatDate, formatRelative, formatSpan, toMilliseconds } from "./format-time";

const now = Date.UTC(2026, 7, 3, 12, 0, 0);

describe("a span", () => {
  test.each([
    [-5, "0 s"],
    [0, "0 s"],
    [1, "1 s"],
    [12_000, "12 s"],
    [59_900, "1 min 00 s"],
    [125_000, "2 min 05 s"],
    [3_599_500, "1 h 00 min"],
    [3_600_000, "1 h 00 min"],
    [11_520_000, "3 h 12 min"],
    [86_400_000, "1 d 0 h"],
    [356_400_000, "4 d 3 h"],
  ])("of %d ms reads %s", (span, text) => {
    expect(formatSpan(span)).toBe(text);
  });

  test("never shows sixty seconds or sixty minutes", () => {
    for (let span = 0; span < 90_000_000; span += 7_777) expect(formatSpan(span)).not.toMatch(/\b60 (s|min)/);
  });
});

describe("a time relative to now", () => {
  test.each([
    [0, "just now"],
    [-4_999, "just now"],
    [-12_000, "12 seconds ago"],
    [-60_000, "1 minute ago"],
    [-3_600_000 * 5, "5 hours ago"],
    [-86_400_000, "yesterday"],
    [86_400_000 * 3, "in 3 days"],
    [86_400_000 * 59.7, "in 59 days"],
    [-86_400_000 * 13, "13 days ago"],
    [86_400_000 * 125, "in 4 months"],
    [-86_400_000 * 400, "last year"],
  ])("%d ms away reads %s", (distance, text) => {
    expect(formatRelative(now + distance, now)).toBe(text);
  });
});

test("absolute times name their zone", () => {
  expect(formatAbsolute(now, "UTC")).toBe("3 August 2026 at 12:00:00 UTC");
  expect(formatDate(now, "UTC")).toBe("3 Aug 2026");
});

test("an invalid time is NaN, not a wrong one", () => {
  expect(toMilliseconds("never")).toBeNaN();
  expect(toMilliseconds("2026-08-03T12:00:00Z")).toBe(now);
});
