import { gather } from "@/lib/store/gather";
import { type Attendance, attend } from "./attendance";
import type { Claim, Queue, RunnerLog } from "./queue";
import type { Slots } from "./slots";

interface LaneOptions {
  queue: Queue;
  /** Name of the queue. */
  name: string;
  slots: Slots;
  /** How many keys may be attended at the same time. */
  attendAtMost: number;
  now: () => number;
  log: RunnerLog;
}

/** Visits a key and returns its next visit, or null. An error is logged and retried with the delays below. */
type Visit = (key: string, signal: AbortSignal) => Promise<Date | null>;

/** Attends many keys, each by one visit at a time, whatever process asks. */
interface Lane {
  /** Takes part in the visits. A process that never starts its lanes only asks for visits, and others make them. */
  start(visit: Visit): Promise<void>;
  /** Visits immediately; a key that is being visited is visited once more afterwards. */
  wake(keys: readonly string[]): Promise<void>;
  /** Interrupts a running visit of the key, and visits once more. */
  restart(key: string): Promise<void>;
  /** Queues keys that are neither queued nor being visited; changes nothing for the others. */
  ensure(visits: readonly { key: string; at: Date }[]): Promise<void>;
  /** Another process has queued this key; null if it is unknown what others have queued. */
  queuedElsewhere(key: string | null): void;
  /** Ends within two seconds. */
  stop(): Promise<void>;
  readonly attending: number;
}

const longestWaitInMs = 3_000;
const longestStayInMs = 60_000;
/** What this process queues, it claims without a poll; others may have queued something. */
const pollEveryInMs = { alone: 10_000, shared: 2_000 };
const claimAgainInMs = 2_000;
/**
 * Without statistics the planner joins a claim with the whole queue, so one large claim costs more than several
 * small ones.
 */
const claimAtMost = 32;
/** Between two claims: hundreds of visits that end or fall due within moments shouldn't cost a claim each. */
const claimTogetherInMs = 50;
const stopWithinInMs = 1_200;
const settleAgainInMs = 1_000;
/** Others take over a claim without a sign of life for 15 s; until then, it must be released here. */
const letGoAfterInMs = 12_000;
/** Hundreds of keys at once should cost few statements. */
const statementsOfARush = { atMost: 500, pauseInMs: 20 };
/** Nobody waits for a visit to be settled. */
const settleTogether = { atMost: 500, restsInMs: 20 };
/** Delays after consecutive visits with unexpected errors. */
const errorDelaysInSeconds = [1, 5, 15, 60, 300];
/**
 * Later visits are found by polling, because ten thousand keys that sleep for hours shouldn't need a timer each.
 */
const timerUpToInMs = 15 * 60_000;

export function laneOf(options: LaneOptions): Lane {
  const { queue, name, slots, attendAtMost, now } = options;
  const log: Pick<RunnerLog, "error" | "warn"> = {
    // A call that outlasts the end of this process fails with its connection; whoever starts next resumes the work.
    error: (fields, message) => options.log[isStopping ? "warn" : "error"](fields, message),
    warn: (fields, message) => options.log.warn(fields, message),
  };
  const attended = new Map<string, { claim: Claim; attendance: Attendance; isLost: boolean }>();
  const timers = new Map<string, NodeJS.Timeout>();
  const errorsInRow = new Map<string, number>();
  const intervals: NodeJS.Timeout[] = [];
  let claimTimer: NodeJS.Timeout | null = null;
  let claimedAt = Number.NEGATIVE_INFINITY;
  let visit: Visit | null = null;
  let isStopping = false;
  let isClaiming = false;
  let isClaimWanted = false;

  const visitOnce = async (visitKey: Visit, key: string, signal: AbortSignal): Promise<Date | null> => {
    try {
      const next = await slots.run(async () => (signal.aborted ? null : visitKey(key, signal)));
      errorsInRow.delete(key);
      return next;
    } catch (error) {
      if (signal.aborted) return null;
      const errors = (errorsInRow.get(key) ?? 0) + 1;
      errorsInRow.set(key, errors);
      const delayInSeconds = errorDelaysInSeconds[Math.min(errors, errorDelaysInSeconds.length) - 1] ?? 1;
      log.error({ err: error, subject: key, lane: name, delayInSeconds }, "A visit failed unexpectedly");
      return new Date(now() + delayInSeconds * 1000);
    }
  };

  const settle = gather<{ claim: Claim; next: Date | null }, void>(async (endings) => {
    // First queue the next job, then remove this one: if the process is killed in between, the key is visited
    // once too often.
    await queue.schedule(
      name,
      endings.flatMap(({ claim, next }) => (next === null ? [] : [{ key: claim.key, at: next }])),
    );
    await queue.remove(
      name,
      endings.map(({ claim }) => claim),
    );
    return endings.map(() => undefined);
  }, settleTogether);

  const hurry = gather<string, void>(async (keys) => {
    await queue.hurry(name, [...new Set(keys)]);
    return keys.map(() => undefined);
  }, statementsOfARush);

  const attendTo = async (claim: Claim, visitKey: Visit): Promise<void> => {
    const attendance = attend({
      visit: (signal) => visitOnce(visitKey, claim.key, signal),
      now,
      longestWaitInMs,
      longestStayInMs,
    });
    const entry = { claim, attendance, isLost: false };
    attended.set(claim.key, entry);
    const next = await attendance.ended;
    while (!entry.isLost && !(await isSettled(claim, next))) await pause(settleAgainInMs);
    if (attended.get(claim.key) === entry) attended.delete(claim.key);
    if (next !== null) claimAt(claim.key, next);
    claimTogether();
  };

  /** While this process ends, one attempt must do: the claim expires, or is released at the next start. */
  const isSettled = async (claim: Claim, next: Date | null): Promise<boolean> => {
    try {
      await settle({ claim, next });
      return true;
    } catch (error) {
      log.error({ err: error, subject: claim.key, lane: name }, "A visit could not be settled");
      return isStopping;
    }
  };

  const claimSoon = (): void => {
    isClaimWanted = true;
    if (!visit || isClaiming || isStopping) return;
    isClaiming = true;
    void claimAll(visit).finally(() => {
      isClaiming = false;
    });
  };

  /** As soon as possible, but no more often than the pause allows. */
  const claimTogether = (pauseInMs = claimTogetherInMs): void => {
    const waitInMs = claimedAt + pauseInMs - now();
    if (waitInMs <= 0) claimSoon();
    else if (!isStopping)
      claimTimer ??= setTimeout(() => {
        claimTimer = null;
        claimSoon();
      }, waitInMs).unref();
  };

  const claimAll = async (visitKey: Visit): Promise<void> => {
    while (isClaimWanted && !isStopping && attended.size < attendAtMost) {
      isClaimWanted = false;
      try {
        claimedAt = now();
        const limit = Math.min(attendAtMost - attended.size, claimAtMost);
        const claims = await queue.claim(name, limit);
        for (const claim of claims)
          void (isStopping ? isSettled(claim, new Date(now())) : attendTo(claim, visitKey));
        if (claims.length === limit) isClaimWanted = true;
      } catch (error) {
        log.error({ err: error, lane: name }, "The queue could not be read; it is read again in two seconds");
        claimTogether(claimAgainInMs);
      }
    }
  };

  const claimAt = (key: string, at: Date): void => {
    clearTimeout(timers.get(key));
    timers.delete(key);
    const delayInMs = at.getTime() - now();
    if (isStopping || delayInMs > timerUpToInMs) return;
    const timer = setTimeout(() => {
      timers.delete(key);
      claimTogether();
    }, Math.max(delayInMs, 0) + 1);
    timer.unref();
    timers.set(key, timer);
  };

  const letGo = (claims: readonly Claim[]): void => {
    for (const claim of claims) {
      const entry = attended.get(claim.key);
      if (entry?.claim.id !== claim.id || entry.claim.retryCount !== claim.retryCount) continue;
      entry.isLost = true;
      entry.attendance.stop();
      log.warn(
        { subject: claim.key, lane: name },
        "Another worker takes over a visit, because this one could not renew its claim",
      );
    }
  };

  let lastTouch = now();
  const touch = async (): Promise<void> => {
    const held = [...attended.values()].map(({ claim }) => claim);
    try {
      letGo(await queue.touch(name, held));
      lastTouch = now();
    } catch (error) {
      log.error({ err: error, lane: name }, "Could not renew the claims of this worker in the queue");
      if (now() - lastTouch > letGoAfterInMs) letGo(held);
    }
  };

  return {
    async start(visitKey) {
      visit = visitKey;
      const isShared = queue.touchEveryInMs !== null;
      intervals.push(setInterval(claimSoon, isShared ? pollEveryInMs.shared : pollEveryInMs.alone));
      if (queue.touchEveryInMs !== null) intervals.push(setInterval(touch, queue.touchEveryInMs));
      claimSoon();
    },
    async wake(keys) {
      const others = keys.filter((key) => attended.get(key)?.attendance.wake() !== true);
      if (others.length === 0) return;
      await Promise.all(others.map(hurry));
      claimSoon();
    },
    async restart(key) {
      if (attended.get(key)?.attendance.restart() === true) return;
      await hurry(key);
      claimSoon();
    },
    async ensure(visits) {
      await queue.ensure(name, visits);
      if (visit)
        for (const { key, at } of visits) if (at.getTime() > now() && !timers.has(key)) claimAt(key, at);
      claimTogether();
    },
    queuedElsewhere(key) {
      // Nobody can take the queued job while this process attends the key, so make way for it.
      if (key === null) for (const { attendance } of attended.values()) attendance.leave();
      else attended.get(key)?.attendance.leave();
      claimSoon();
    },
    async stop() {
      isStopping = true;
      for (const timer of [...intervals, ...timers.values()]) clearInterval(timer);
      if (claimTimer) clearTimeout(claimTimer);
      for (const { attendance } of attended.values()) attendance.stop();
      const until = Date.now() + stopWithinInMs;
      while ((attended.size > 0 || isClaiming) && Date.now() < until) await pause(5);
    },
    get attending() {
      return attended.size;
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
