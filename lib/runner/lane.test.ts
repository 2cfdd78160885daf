import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { laneOf } from "./lane";
import { slotsFor } from "./slots";
import { memoryQueue } from "./testing/memory-queue";

beforeEach(() => vi.useFakeTimers({ now: 0 }));
afterEach(() => vi.useRealTimers());

const hourInMs = 3_600_000;
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

function setUp(visit = vi.fn(async (_key: string, _signal: AbortSignal): Promise<Date | null> => null)) {
  const queue = memoryQueue(() => Date.now());
  const log = { error: vi.fn(), warn: vi.fn(), debug: vi.fn() };
  const lane = laneOf({
    queue,
    name: "visit",
    slots: slotsFor(16),
    attendAtMost: 3,
    now: () => Date.now(),
    log,
  });
  return { queue, lane, visit, log, start: () => lane.start(visit) };
}

/** A visit that lasts until its signal aborts, or for ever. */
const endless = (endsOnAbort: boolean) =>
  vi.fn(
    (_key: string, signal: AbortSignal) =>
      new Promise<Date | null>((resolve) => {
        if (endsOnAbort) signal.addEventListener("abort", () => resolve(null));
      }),
  );

it("visits what is queued, and leaves nothing behind for a key that wants no next visit", async () => {
  const { queue, lane, visit, start } = setUp();
  await start();
  await lane.wake(["a", "b"]);
  await pass();
  expect(visit.mock.calls.map(([key]) => key)).toEqual(["a", "b"]);
  expect([queue.queued.size, queue.active.size, lane.attending]).toEqual([0, 0, 0]);
});

it("only queues, and visits nothing, in a process that has not started it", async () => {
  const { queue, lane, visit } = setUp();
  await lane.wake(["a"]);
  await lane.restart("b");
  lane.queuedElsewhere("a");
  await pass(10_000);
  expect(visit).not.toHaveBeenCalled();
  expect([...queue.queued.keys()]).toEqual(["a", "b"]);
});

it("queues the next visit, and claims it when it is due rather than at the next poll", async () => {
  const { queue, lane, visit, start } = setUp();
  visit.mockImplementationOnce(async () => new Date(4_321));
  await start();
  await lane.wake(["a"]);
  await pass();
  expect(queue.queued.get("a")).toEqual(new Date(4_321));
  await pass(4_330);
  expect(visit).toHaveBeenCalledTimes(2);
});

it("attends no more keys than it may, and goes on as soon as one is done", async () => {
  const { lane, visit, start } = setUp(endless(true));
  await start();
  await lane.wake(["a", "b", "c", "d"]);
  await pass();
  expect(visit).toHaveBeenCalledTimes(3);
  visit.mockResolvedValueOnce(null).mockResolvedValueOnce(null);
  await lane.restart("a");
  await pass();
  expect(visit.mock.calls.map(([key]) => key)).toEqual(["a", "b", "c", "a", "d"]);
});

it("tries a visit that failed unexpectedly again, later each time", async () => {
  const { lane, visit, log, start } = setUp(vi.fn(() => Promise.reject(new Error("bug"))));
  await start();
  await lane.wake(["a"]);
  await pass(1_000);
  expect(visit).toHaveBeenCalledTimes(2);
  await pass(4_000);
  expect(visit).toHaveBeenCalledTimes(2);
  await pass(2_100);
  expect(visit).toHaveBeenCalledTimes(3);
  expect(log.error).toHaveBeenCalledTimes(3);
});

it("keeps a claim that it cannot settle until the database is back", async () => {
  const { queue, lane, visit, start } = setUp();
  visit.mockImplementationOnce(async () => {
    queue.down = new Error("disk full");
    return new Date(Date.now() + hourInMs);
  });
  await start();
  await lane.wake(["a"]);
  await pass(5_000);
  expect(lane.attending).toBe(1);
  queue.down = null;
  await pass(1_500);
  expect([queue.active.size, queue.queued.get("a")?.getTime()]).toEqual([0, hourInMs]);
});

it("aborts a visit that another worker has taken over, and settles nothing for it", async () => {
  const { queue, lane, visit, start } = setUp(endless(true));
  await start();
  await lane.wake(["a"]);
  await pass();
  queue.lost.add("a");
  await pass(5_000);
  expect(visit.mock.calls[0]?.[1].aborted).toBe(true);
  expect(lane.attending).toBe(0);
  expect(queue.active.has("a")).toBe(true);
});

it("lets its visits go before others may take them, when the database hears nothing", async () => {
  const { queue, lane, visit, start } = setUp(endless(true));
  await start();
  await lane.wake(["a"]);
  await pass(5_000);
  queue.down = new Error("connection lost");
  await pass(10_000);
  expect(visit.mock.calls[0]?.[1].aborted).toBe(false);
  await pass(5_000);
  expect(visit.mock.calls[0]?.[1].aborted).toBe(true);
});

it("makes way when another process has queued a key that it attends", async () => {
  const { queue, lane, visit, start } = setUp();
  visit.mockImplementation(async () => new Date(Date.now() + 2_500));
  await start();
  await lane.wake(["a"]);
  await pass(100);
  queue.queued.set("a", new Date(Date.now()));
  lane.queuedElsewhere("a");
  await pass();
  expect(visit).toHaveBeenCalledTimes(2);
});

it("hands interrupted visits back when it stops, and does not wait for one that hears nothing", async () => {
  const { queue, lane } = setUp();
  const deaf = setUp(endless(false));
  const obedient = setUp(endless(true));
  for (const each of [deaf, obedient]) {
    await each.start();
    await each.lane.wake(["a"]);
  }
  await pass();
  const ended = vi.fn();
  void Promise.all([lane.stop(), deaf.lane.stop(), obedient.lane.stop()]).then(ended);
  await pass(1_300);
  expect(ended).toHaveBeenCalled();
  expect(obedient.queue.queued.has("a")).toBe(true);
  // Still at work, so nobody else may have it until it is known that this process is gone.
  expect(deaf.queue.active.has("a")).toBe(true);
  expect(queue.queued.size).toBe(0);
});
