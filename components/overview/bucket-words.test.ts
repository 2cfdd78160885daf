import { expect, test } from "vitest";
import { bucketWords } from "./bucket-words";
import { plural } from "./plural";

test("spans of days follow one another without a gap, and what ends soon is told by colour", () => {
  const ends = [0, 1, 7, 30, 90, null];
  const words = ends.map((within, at) => bucketWords({ over: ends[at - 1] ?? null, within }));
  expect(words.map(({ label }) => label)).toEqual([
    "ended",
    "up to 1 day",
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

test("one of a thing is told in the singular", () => {
  expect([plural(0, "error"), plural(1, "error"), plural(2, "error")]).toEqual([
    "0 errors",
    "1 error",
    "2 errors",
  ]);
});
