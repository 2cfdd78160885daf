import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { afterRunning } from "./after-running";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("calls back once, when the time has passed", async () => {
  const callback = vi.fn();
  afterRunning(5_000, callback);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(callback).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(callback).toHaveBeenCalledOnce();
});

test("a canceled wait never calls back, and leaves no timer, in whichever part it is", async () => {
  const callback = vi.fn();
  for (const afterMs of [0, 1_500, 4_900]) {
    const cancel = afterRunning(5_000, callback);
    await vi.advanceTimersByTimeAsync(afterMs);
    cancel();
    expect(vi.getTimerCount()).toBe(0);
  }
  await vi.advanceTimersByTimeAsync(10_000);
  expect(callback).not.toHaveBeenCalled();
});

test("a pause of the process counts as one part, so what arrived meanwhile is read first", async () => {
  vi.useRealTimers();
  const order: string[] = [];
  const ended = new Promise<void>((resolve) => {
    afterRunning(50, () => {
      order.push("silence");
      resolve();
    });
  });
  // Arrives in time, and is read after the pause.
  setTimeout(() => setTimeout(() => order.push("answer")), 20);
  const until = performance.now() + 150;
  while (performance.now() < until);
  await ended;
  expect(order).toEqual(["answer", "silence"]);
});
