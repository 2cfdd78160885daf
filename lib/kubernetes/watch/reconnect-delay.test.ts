import { expect, test } from "vitest";
import { reconnectDelayMs } from "./follow-kind";

test("the first retry is immediate", () => {
  expect(reconnectDelayMs(1, 0.9)).toBe(0);
});

test("delays grow and stay below 23 s, at any random value", () => {
  const middle = [2, 3, 4, 5, 6, 7, 8].map((failures) => reconnectDelayMs(failures, 0.5));
  expect(middle).toEqual([250, 500, 1000, 2000, 5000, 10_000, 15_000]);
  expect(reconnectDelayMs(1000, 0.999)).toBeLessThan(23_000);
  expect(reconnectDelayMs(1000, 0)).toBe(7500);
});
