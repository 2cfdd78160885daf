import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { attend } from "./attendance";

/** Not zero: sums of times would look like differences. */
const startInMs = 1_700_000_000_000;
beforeEach(() => vi.useFakeTimers({ now: startInMs }));
afterEach(() => vi.useRealTimers());

/** A visit that ends when the test decides. */
function setUp() {
  const visits: { at: number; signal: AbortSignal; end: (nextInMs: number | null) => Promise<void> }[] = [];
  const attendance = attend({
    visit: (signal) =>
      new Promise((resolve) => {
        const end = async (nextInMs: number | null) => {
          resolve(nextInMs === null ? null : new Date(Date.now() + nextInMs));
          await vi.advanceTimersByTimeAsync(0);
        };
        visits.push({ at: Date.now() - startInMs, signal, end });
      }),
    now: () => Date.now(),
    longestWaitInMs: 3_000,
    longestStayInMs: 60_000,
  });
  const ended = vi.fn();
  void attendance.ended.then((next) => ended(next === null ? null : next.getTime() - startInMs));
  return { attendance, visits, ended };
}

it("visits at once, and ends when no next visit is due", async () => {
  const { visits, ended, attendance } = setUp();
  expect(visits).toHaveLength(1);
  await visits[0]?.end(null);
  expect(ended).toHaveBeenCalledWith(null);
  expect(attendance.wake()).toBe(false);
});

it("waits out a short delay itself, to the millisecond", async () => {
  const { visits, ended } = setUp();
  await visits[0]?.end(250);
  await vi.advanceTimersByTimeAsync(249);
  expect(visits).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(visits[1]?.at).toBe(250);
  expect(ended).not.toHaveBeenCalled();
});

it("leaves a long delay to the queue", async () => {
  const { visits, ended } = setUp();
  await visits[0]?.end(3_001);
  expect(ended).toHaveBeenCalledWith(3_001);
});

it("makes exactly one more visit for any number of wakes during a visit", async () => {
  const { attendance, visits, ended } = setUp();
  for (let wakes = 0; wakes < 5; wakes++) expect(attendance.wake()).toBe(true);
  expect(visits).toHaveLength(1);
  await visits[0]?.end(3_600_000);
  expect(visits).toHaveLength(2);
  await visits[1]?.end(null);
  expect(visits).toHaveLength(2);
  expect(ended).toHaveBeenCalledWith(null);
});

it("stops waiting at once when woken", async () => {
  const { attendance, visits } = setUp();
  await visits[0]?.end(2_000);
  await vi.advanceTimersByTimeAsync(100);
  attendance.wake();
  await vi.advanceTimersByTimeAsync(0);
  expect(visits[1]?.at).toBe(100);
  await visits[1]?.end(null);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(visits).toHaveLength(2);
});

it("interrupts the running visit on a restart, and ignores its result", async () => {
  const { attendance, visits, ended } = setUp();
  attendance.restart();
  expect(visits[0]?.signal.aborted).toBe(true);
  await visits[0]?.end(null);
  expect(visits[1]?.signal.aborted).toBe(false);
  await visits[1]?.end(null);
  expect(ended).toHaveBeenCalledWith(null);
});

it("ends after the running visit, with that visit's next time", async () => {
  const { attendance, visits, ended } = setUp();
  attendance.leave();
  expect(visits[0]?.signal.aborted).toBe(false);
  await visits[0]?.end(500);
  expect(ended).toHaveBeenCalledWith(500);
});

it("stops waiting at once, and says when the visit was due", async () => {
  const { attendance, visits, ended } = setUp();
  await visits[0]?.end(500);
  attendance.leave();
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toHaveBeenCalledWith(500);
});

it("repeats an interrupted visit at once when it is stopped", async () => {
  const { attendance, visits, ended } = setUp();
  await vi.advanceTimersByTimeAsync(40);
  attendance.stop();
  await visits[0]?.end(null);
  expect(ended).toHaveBeenCalledWith(40);
});

it("goes through the queue after a minute of short waits", async () => {
  const { visits, ended } = setUp();
  for (let index = 0; index < 31; index++) {
    await visits[index]?.end(2_000);
    await vi.advanceTimersByTimeAsync(2_000);
  }
  expect(ended).toHaveBeenCalledTimes(1);
  expect(ended.mock.calls[0]?.[0]).toBeLessThanOrEqual(62_000);
});

it("waits out the longest short delay itself, and visits at once what is due", async () => {
  const { visits, ended } = setUp();
  await visits[0]?.end(3_000);
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(3_000);
  await visits[1]?.end(-5);
  expect(visits.map(({ at }) => at)).toEqual([0, 3_000, 3_000]);
});

it("stops a wait at once, and ignores later restarts and wakes", async () => {
  const { attendance, visits, ended } = setUp();
  await visits[0]?.end(2_000);
  attendance.stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toHaveBeenCalledWith(2_000);
  expect([attendance.restart(), attendance.wake()]).toEqual([false, false]);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(visits).toHaveLength(1);
});

it("stops waiting at once when restarted", async () => {
  const { attendance, visits } = setUp();
  await visits[0]?.end(2_000);
  expect(attendance.restart()).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(visits.map(({ at }) => at)).toEqual([0, 0]);
});
