import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { watchDatabase } from "./database-watch";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a database that can't be used is told within ten seconds, once, and so is its return", async () => {
  const ping = vi.fn(async () => {});
  const onChange = vi.fn();
  const watch = watchDatabase({ ping }, onChange);
  await vi.advanceTimersByTimeAsync(30_000);
  expect([watch.problem(), onChange.mock.calls.length]).toEqual([null, 0]);
  ping.mockRejectedValue(new Failure("unreachable", "The disk is full.", { remedy: "Make room." }));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(watch.problem()).toBe("The disk is full. Make room.");
  await vi.advanceTimersByTimeAsync(30_000);
  expect(onChange).toHaveBeenCalledTimes(1);
  ping.mockResolvedValue();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([watch.problem(), onChange.mock.calls.length]).toEqual([null, 2]);
  watch.close();
});

test("one that doesn't answer isn't asked again before it has", async () => {
  const ping = vi.fn(() => new Promise<void>(() => {}));
  const watch = watchDatabase({ ping }, () => {});
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ping).toHaveBeenCalledTimes(1);
  watch.close();
});
