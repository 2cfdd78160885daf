import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { laneOf } from "./lane";
import { slotsFor } from "./slots";
import { memoryQueue } from "./testing/memory-queue";

/** Not zero: sums of times would look like differences. */
const startInMs = 1_700_000_000_000;
beforeEach(() => vi.useFakeTimers({ now: startInMs }));
afterEach(() => vi.useRealTimers());

const hourInMs = 3_600_000;
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

function setUp(
  visit = vi.fn(async (_key: string, _signal: AbortSignal): Promise<Date | null> => null),
  attendAtMost = 3,
) {
  const queue = memoryQueue(() => Date.now());
  const log = { error: vi.fn(), warn: vi.fn(), debug: vi.fn() };
  const lane = laneOf({
    queue,
    name: "visit",
    slots: slotsFor(16),
    attendAtMost,
    now: () => Date.now(),
    log,
  });
  return { queue, lane, visit, log, start: () => lane.start(visit) };
}

/** A visit that lasts until its signal aborts, or forever. */
const endless = (endsOnAbort: boolean) =>
  vi.fn(
    (_key: string, signal: AbortSignal) =>
      new Promise<Date | null>((resolve) => {
        if (endsOnAbort) signal.addEventListener("abort", () => resolve(null));
      }),
  );

it("visits what is queued, and leaves nothing behind for a key without a next visit", async () => {
  const { queue, lane, visit, start } = setUp();
  await start();
  await lane.wake(["a", "b"]);
  await pass();
  expect(visit.mock.calls.map(([key]) => key)).toEqual(["a", "b"]);
  expect([queue.queued.size, queue.active.size, lane.attending]).toEqual([0, 0, 0]);
});

it("only queues, and visits nothing, in a process that hasn't started it", async () => {
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
  visit.mockImplementationOnce(async () => new Date(startInMs + 4_321));
  await start();
  await lane.wake(["a"]);
  await pass();
  expect(queue.queued.get("a")).toEqual(new Date(startInMs + 4_321));
  await pass(4_330);
  expect(visit).toHaveBeenCalledTimes(2);
});

it("claims a key that was queued for a time when it is due, too", async () => {
  const { lane, visit, start } = setUp();
  await start();
  await lane.ensure([{ key: "a", at: new Date(startInMs + 4_321) }]);
  await pass(4_330);
  expect(visit).toHaveBeenCalledTimes(1);
});

it("attends no more keys than allowed, and continues as soon as one is done", async () => {
  const { lane, visit, start } = setUp(endless(true));
  await start();
  await lane.wake(["a", "b", "c", "d"]);
  await pass();
  expect(visit).toHaveBeenCalledTimes(3);
  visit.mockResolvedValueOnce(null).mockResolvedValueOnce(null);
  await lane.restart("a");
  await pass(50);
  expect(visit.mock.calls.map(([key]) => key)).toEqual(["a", "b", "c", "a", "d"]);
});

it("reads the queue a few times for a hundred visits that end one after another, not a hundred times", async () => {
  const { queue, lane, visit, start } = setUp(undefined, 100);
  const claim = vi.spyOn(queue, "claim");
  let ended = 0;
  visit.mockImplementation(async () => {
    await new Promise((resolve) => setTimeout(resolve, 2 * ++ended));
    return null;
  });
  await start();
  await lane.wake(Array.from({ length: 100 }, (_, at) => `host-${at}`));
  await pass(1_000);
  expect(visit).toHaveBeenCalledTimes(100);
  expect(claim.mock.calls.length).toBeLessThan(40);
});

it("retries a visit that failed unexpectedly, later each time", async () => {
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

it("keeps a claim that it can't settle until the database is back", async () => {
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
  expect([queue.active.size, queue.queued.get("a")?.getTime()]).toEqual([0, startInMs + hourInMs]);
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

it("aborts its visits before others may take them over, when the database doesn't respond", async () => {
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

it("gives up a key when another process queues it", async () => {
  const { queue, lane, visit, start } = setUp();
  visit.mockImplementation(async () => new Date(Date.now() + 2_500));
  await start();
  await lane.wake(["a"]);
  await pass(100);
  queue.queued.set("a", new Date(Date.now()));
  lane.queuedElsewhere("a");
  await pass(50);
  expect(visit).toHaveBeenCalledTimes(2);
});

it("hands interrupted visits back when it stops, and doesn't wait for one that ignores its signal", async () => {
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
  // Still running, so nobody else may take it until this process is known to be gone.
  expect(deaf.queue.active.has("a")).toBe(true);
  expect(queue.queued.size).toBe(0);
});

it.each(["claim", "touch", "remove"] as const)(
  "a %s that fails because the process has ended is a warning, not an error",
  async (call) => {
    const { queue, lane, log, start } = setUp(endless(true));
    await start();
    await lane.wake(["a"]);
    await pass();
    const inFlight = Promise.withResolvers<never>();
    vi.spyOn(queue, call).mockReturnValue(inFlight.promise);
    await pass(5_000);
    const stopped = lane.stop();
    await pass(2_000);
    await stopped;
    expect(log.warn).not.toHaveBeenCalled();
    inFlight.reject(new Error("the connection is closed"));
    await pass();
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(log.error).not.toHaveBeenCalled();
  },
);

it("starts with everything that is queued, even more than one claim holds, without waiting for a poll", async () => {
  const { queue, lane, visit, start } = setUp(undefined, 100);
  for (let index = 0; index < 70; index++) queue.queued.set(`k${index}`, new Date(startInMs));
  await start();
  await pass(20);
  expect(visit).toHaveBeenCalledTimes(70);
  expect(lane.attending).toBe(0);
});

it("finds by polling what others have queued, however late it is due", async () => {
  const { queue, visit, start } = setUp();
  await start();
  queue.queued.set("a", new Date(startInMs + hourInMs));
  await pass(hourInMs - 1);
  expect(visit).not.toHaveBeenCalled();
  await pass(2_001);
  expect(visit).toHaveBeenCalledTimes(1);
});

it("polls rarely where nobody else can queue anything, and soon after the queue could not be read", async () => {
  const { queue, lane, visit, start } = setUp();
  Object.assign(queue, { touchEveryInMs: null });
  const claims = vi.spyOn(queue, "claim");
  await start();
  await pass(9_000);
  expect(claims).toHaveBeenCalledTimes(1);
  await pass(1_000);
  expect(claims).toHaveBeenCalledTimes(2);
  claims.mockRejectedValueOnce(new Error("the disk is full"));
  await lane.wake(["a"]);
  await pass(1_900);
  expect(visit).not.toHaveBeenCalled();
  await pass(200);
  expect(visit).toHaveBeenCalledTimes(1);
});

it("holds no timer for a visit that is hours away", async () => {
  const { lane, visit, start } = setUp();
  await start();
  const before = vi.getTimerCount();
  visit.mockImplementationOnce(async () => new Date(Date.now() + 15 * 60_000));
  await lane.wake(["soon"]);
  await pass(50);
  expect(vi.getTimerCount()).toBe(before + 1);
  visit.mockImplementationOnce(async () => new Date(Date.now() + 15 * 60_000 + 1));
  await lane.wake(["late"]);
  await pass(50);
  expect(vi.getTimerCount()).toBe(before + 1);
});

it("starts with the shortest delay again after a visit that succeeded", async () => {
  const { lane, visit, start } = setUp();
  const bug = () => Promise.reject(new Error("bug"));
  visit.mockImplementationOnce(bug).mockImplementationOnce(bug).mockResolvedValueOnce(null);
  await start();
  await lane.wake(["a"]);
  await pass(10_000);
  expect(visit).toHaveBeenCalledTimes(3);
  visit.mockImplementationOnce(bug);
  await lane.wake(["a"]);
  await pass(1_000);
  expect(visit).toHaveBeenCalledTimes(5);
});

it("doesn't report what an interrupted visit throws as an error", async () => {
  const { lane, visit, log, start } = setUp(
    vi.fn(
      (_key: string, signal: AbortSignal) =>
        new Promise<Date | null>((_, reject) =>
          signal.addEventListener("abort", () => reject(signal.reason)),
        ),
    ),
  );
  await start();
  await lane.wake(["a"]);
  await pass();
  visit.mockResolvedValueOnce(null);
  await lane.restart("a");
  await pass();
  expect(visit).toHaveBeenCalledTimes(2);
  expect(log.error).not.toHaveBeenCalled();
});

it("doesn't queue a key that it attends when the key is woken or restarted", async () => {
  const { queue, lane, visit, start } = setUp(endless(true));
  await start();
  await lane.wake(["a"]);
  await pass();
  await lane.wake(["a"]);
  await lane.restart("a");
  expect(queue.queued.size).toBe(0);
  await pass();
  expect(visit).toHaveBeenCalledTimes(2);
});

it("queues missing keys, visits each when due, and leaves queued ones unchanged", async () => {
  const { queue, lane, visit, start } = setUp();
  await start();
  queue.queued.set("late", new Date(startInMs + hourInMs));
  await lane.ensure([
    { key: "due", at: new Date(startInMs) },
    { key: "late", at: new Date(startInMs) },
  ]);
  await pass(50);
  expect(visit.mock.calls.map(([key]) => key)).toEqual(["due"]);
  expect(queue.queued.get("late")).toEqual(new Date(startInMs + hourInMs));
});

it("gives up all keys when it isn't known what others queued, and one key when it is", async () => {
  const { queue, lane, visit, start } = setUp();
  visit.mockImplementation(async () => new Date(Date.now() + 2_500));
  await start();
  await lane.wake(["a", "b"]);
  await pass();
  expect([...queue.active.keys()]).toEqual(["a", "b"]);
  lane.queuedElsewhere("a");
  await pass(20);
  expect([...queue.active.keys()]).toEqual(["b"]);
  lane.queuedElsewhere(null);
  await pass(20);
  expect(queue.active.size).toBe(0);
});

it("reads the queue again after a read failed", async () => {
  const { queue, visit, log, start } = setUp();
  queue.queued.set("a", new Date(startInMs));
  queue.down = new Error("connection lost");
  await start();
  await pass();
  expect(log.error).toHaveBeenCalledTimes(1);
  queue.down = null;
  await pass(2_000);
  expect(visit).toHaveBeenCalledTimes(1);
});

it("claims and polls no more once stopped, and holds no timer", async () => {
  const { queue, lane, visit, start } = setUp();
  visit.mockImplementationOnce(async () => new Date(Date.now() + 5_000));
  await start();
  await lane.wake(["a"]);
  await pass();
  await lane.stop();
  await pass(20);
  expect(vi.getTimerCount()).toBe(0);
  queue.queued.set("b", new Date(startInMs));
  await lane.wake(["c"]);
  await pass(10_000);
  expect(visit.mock.calls.map(([key]) => key)).toEqual(["a"]);
});

it("visits at once what another process has queued, and restarted keys that it doesn't attend", async () => {
  const { queue, lane, visit, start } = setUp();
  await start();
  queue.queued.set("a", new Date(startInMs));
  lane.queuedElsewhere("a");
  await pass();
  await lane.restart("b");
  await pass();
  expect(visit.mock.calls.map(([key]) => key)).toEqual(["a", "b"]);
});

it("continues a visit when only an earlier claim of its key is lost", async () => {
  const { queue, lane, visit, start } = setUp(endless(true));
  await start();
  await lane.wake(["a"]);
  await pass();
  queue.touch = async (_name, claims) =>
    claims.flatMap((claim) => [
      { ...claim, id: `before ${claim.id}` },
      { ...claim, retryCount: claim.retryCount + 1 },
    ]);
  await pass(5_000);
  expect(visit.mock.calls[0]?.[1].aborted).toBe(false);
});

it("keeps track of a key that it has claimed again while a lost visit still ends", async () => {
  let end = () => {};
  const { queue, lane, visit, start } = setUp(endless(true));
  visit.mockImplementationOnce(
    () =>
      new Promise((resolve) => {
        end = () => resolve(null);
      }),
  );
  await start();
  await lane.wake(["a"]);
  await pass();
  queue.lost.add("a");
  await pass(5_000);
  queue.lost.clear();
  queue.active.delete("a");
  queue.queued.set("a", new Date(startInMs));
  await pass(2_000);
  expect(visit).toHaveBeenCalledTimes(2);
  end();
  await pass();
  expect(lane.attending).toBe(1);
});

it("stops once its visits are handed back, and after 1.2 seconds in any case", async () => {
  for (const [isObedient, fromMs, toMs] of [
    [true, 0, 20],
    [false, 1_200, 1_220],
  ] as const) {
    const { lane, start } = setUp(endless(isObedient));
    await start();
    await lane.wake(["a"]);
    await pass();
    const begunAt = Date.now();
    const tookMs = vi.fn();
    void lane.stop().then(() => tookMs(Date.now() - begunAt));
    await pass(2_000);
    expect(tookMs.mock.calls[0]?.[0]).toBeGreaterThanOrEqual(fromMs);
    expect(tookMs.mock.calls[0]?.[0]).toBeLessThanOrEqual(toMs);
  }
});

const keysOf = (count: number) => Array.from({ length: count }, (_, at) => `key${at}`);

it("claims more keys than one claim holds without waiting for the next poll", async () => {
  const { lane, start } = setUp(endless(true), 100);
  await start();
  await lane.wake(keysOf(70));
  await pass(50);
  expect(lane.attending).toBe(70);
});

it("claims only as many more as it may attend", async () => {
  const { queue, lane, start } = setUp(endless(true), 40);
  await start();
  await lane.wake(keysOf(30));
  await pass(50);
  await lane.wake(keysOf(50).slice(30));
  await pass(5_000);
  expect([lane.attending, queue.active.size, queue.queued.size]).toEqual([40, 40, 10]);
});
