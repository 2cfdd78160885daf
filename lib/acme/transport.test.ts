import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noncePool } from "./transport";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("each nonce is used once, the newest first", () => {
  const pool = noncePool();
  pool.give("one");
  pool.give("two");
  pool.give(null);
  expect([pool.take(), pool.take(), pool.take()]).toEqual(["two", "one", undefined]);
});

test("an old nonce is not used", () => {
  const pool = noncePool();
  pool.give("old");
  vi.advanceTimersByTime(600_000);
  expect(pool.take()).toBeUndefined();
});
