import { expect, test } from "vitest";
import { afterLook, startPolling } from "./polling";

function looksWithin(seconds: number, retryAfterSeconds?: number): number[] {
  const at: number[] = [];
  let polling = startPolling(0, 170);
  while (polling.nextLookAtMs <= seconds * 1_000) {
    at.push(polling.nextLookAtMs);
    polling = afterLook(polling, polling.nextLookAtMs, retryAfterSeconds);
  }
  return at;
}

test("a CA that is done within half a second is asked three times at most", () => {
  expect(looksWithin(0.5).length).toBeLessThanOrEqual(3);
  expect(looksWithin(0.2)).toHaveLength(1);
});

test("after the first looks, what the CA says counts", () => {
  const at = looksWithin(30, 5);
  expect(at.filter((ms) => ms < 1_000).length).toBe(3);
  expect(at.slice(3).every((ms, index) => ms - (at[index + 2] ?? 0) > 4_999)).toBe(true);
});

test("a CA that takes a minute is asked some twenty times, and never less than every ten seconds", () => {
  const at = looksWithin(60);
  expect(at.length).toBeLessThan(22);
  expect(Math.max(...at.slice(1).map((ms, index) => ms - (at[index] ?? 0)))).toBeLessThanOrEqual(10_000);
});
