export interface ChangeRateOptions {
  /** Changes that may follow each other at once while little is going on. */
  burst: number;
  /** Milliseconds for one more change while little is going on … */
  intervalMs: number;
  /** … growing up to this while callers keep coming, so that a rush ends up in few changes. */
  longestIntervalMs: number;
  /** More callers within a second than this are a rush. */
  calmCallers: number;
}

const slowdown = 1.5;
const rushWindowMs = 1_000;
const busyWindowMs = 10_000;
/** One gateway alone makes two: its address and its challenge. */
const busyChanges = 3;

interface ChangeRate {
  /** Somebody wants to write. */
  called(nowMs: number): void;
  /** There was a rush, or one change after the other, within the last seconds. */
  isBusy(nowMs: number): boolean;
  /** Milliseconds until a change may be sent; 0 when it may be sent now. */
  waitMs(nowMs: number): number;
  take(nowMs: number): void;
}

/**
 * A token bucket whose refill slows down as long as every change had to wait for its token. In a rush nobody jumps
 * the interval: what would go out with the first few callers goes out with all of them.
 */
export function changeRate({
  burst,
  intervalMs,
  longestIntervalMs,
  calmCallers,
}: ChangeRateOptions): ChangeRate {
  let tokens = burst;
  let interval = intervalMs;
  let refilledAtMs = Number.NEGATIVE_INFINITY;
  /** When the last changes went out. */
  const taken: number[] = [];
  let rushedAtMs = Number.NEGATIVE_INFINITY;
  /** Of the last callers, as many as make a rush. */
  const calls: number[] = [];

  function refill(nowMs: number): void {
    if (tokens >= burst) refilledAtMs = nowMs;
    const gained = Math.floor((nowMs - refilledAtMs) / interval);
    if (gained <= 0) return;
    tokens = Math.min(burst, tokens + gained);
    refilledAtMs += gained * interval;
    if (tokens > 1 && !isRush(nowMs)) interval = intervalMs;
  }

  function isRush(nowMs: number): boolean {
    return calls.length > calmCallers && nowMs - (calls[0] ?? 0) < rushWindowMs;
  }

  function lastTakenAtMs(): number {
    return taken.at(-1) ?? Number.NEGATIVE_INFINITY;
  }

  return {
    called(nowMs) {
      calls.push(nowMs);
      if (calls.length > calmCallers + 1) calls.shift();
      if (isRush(nowMs)) rushedAtMs = nowMs;
    },
    isBusy(nowMs) {
      const isMany = taken.length >= busyChanges && nowMs - (taken[0] ?? 0) < busyWindowMs;
      return isMany || nowMs - rushedAtMs < busyWindowMs;
    },
    waitMs(nowMs) {
      refill(nowMs);
      const forToken = tokens > 0 ? 0 : Math.ceil(refilledAtMs + interval - nowMs);
      const forCompany = isRush(nowMs) ? Math.max(0, Math.ceil(lastTakenAtMs() + interval - nowMs)) : 0;
      return Math.max(forToken, forCompany);
    },
    take(nowMs) {
      refill(nowMs);
      if (tokens <= 1 || isRush(nowMs)) interval = Math.min(longestIntervalMs, interval * slowdown);
      tokens = Math.max(0, tokens - 1);
      taken.push(nowMs);
      if (taken.length > busyChanges) taken.shift();
    },
  };
}
