import { expect, test } from "vitest";
import { bucketWords } from "./bucket-words";
import { needingAttention } from "./needing-attention";
import { plural } from "./plural";

test("spans of days follow one another without a gap, and what ends soon is told by colour", () => {
  const buckets = [0, 1, 7, 30, 90, null].map((days) => ({ days, count: 1 }));
  const words = buckets.map((bucket, at) => bucketWords(bucket, buckets[at - 1]));
  expect(words.map(({ label }) => label)).toEqual([
    "ended",
    "1 day",
    "2–7 days",
    "8–30 days",
    "31–90 days",
    "over 90 days",
  ]);
  expect(words.map(({ state }) => state)).toEqual([
    "failed",
    "blocked",
    "blocked",
    "waiting",
    "done",
    "done",
  ]);
});

test("only gateways that are blocked or failed need attention", () => {
  expect(needingAttention({ new: 1, working: 2, waiting: 3, blocked: 4, failed: 5, serving: 6 })).toBe(9);
});

test("one of a thing is told in the singular", () => {
  expect([plural(0, "error"), plural(1, "error"), plural(2, "error")]).toEqual([
    "0 errors",
    "1 error",
    "2 errors",
  ]);
});
