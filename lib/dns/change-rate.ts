export interface ChangeRateOptions {
  /** How many changes may follow each other at once while the provider is idle. */
  burst: number;
  /** Milliseconds until another change while the provider is idle … */
  intervalMs: number;
  /** … growing to this value while callers keep coming, so that a rush ends up in few changes. */
  longestIntervalMs: number;
  /** More callers than this within a second are a rush. */
  calmCallers: number;
}

const slowdown = 1.5;
const rushWindowMs = 1_000;
const busyWindowMs = 10_000;
/** A single gateway needs two: its address and its challenge. */
const busyChanges = 3;

interface ChangeRate {
  /** A caller wants to write. */
  called(nowMs: number): void;
  /** There was a rush, or one change after another, in the last few seconds. */
  isBusy(nowMs: number): boolean;
  /** Milliseconds until a change may be sent; 0 if it may be sent now. */
  waitMs(nowMs: number): number;
  take(nowMs: number): void;
}

/**
 * A token bucket that refills more slowly as long as every change had to wait for its token. In a rush, no change skips the
 * interval: what would go out with the first few callers goes out with all of them.
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
  /** When the latest changes went out. */
  const taken: number[] = [];
  let rushedAtMs = Number.NEGATIVE_INFINITY;
  /** The latest callers, as many as make a rush. */
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
