export interface ChangeRateOptions {
  /** Changes that may follow each other at once. */
  burst: number;
  /** Milliseconds for one more change while little is going on … */
  intervalMs: number;
  /** … growing up to this while callers keep coming, so that a rush ends up in few changes. */
  longestIntervalMs: number;
}

const slowdown = 1.25;

interface ChangeRate {
  /** Milliseconds until a change may be sent; 0 when it may be sent now. */
  waitMs(nowMs: number): number;
  take(nowMs: number): void;
}

/** A token bucket whose refill slows down as long as every change had to wait for its token. */
export function changeRate({ burst, intervalMs, longestIntervalMs }: ChangeRateOptions): ChangeRate {
  let tokens = burst;
  let interval = intervalMs;
  let refilledAtMs = Number.NEGATIVE_INFINITY;

  function refill(nowMs: number): void {
    if (tokens >= burst) {
      refilledAtMs = nowMs;
      return;
    }
    const gained = Math.floor((nowMs - refilledAtMs) / interval);
    if (gained <= 0) return;
    tokens = Math.min(burst, tokens + gained);
    refilledAtMs += gained * interval;
    if (tokens > 1) interval = intervalMs;
  }

  return {
    waitMs(nowMs) {
      refill(nowMs);
      return tokens > 0 ? 0 : Math.ceil(refilledAtMs + interval - nowMs);
    },
    take(nowMs) {
      refill(nowMs);
      if (tokens <= 1) interval = Math.min(longestIntervalMs, interval * slowdown);
      tokens = Math.max(0, tokens - 1);
    },
  };
}
