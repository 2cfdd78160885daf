/**
 * When to ask the CA again for the state of an order. Most CAs validate and issue quickly, and take about the same time
 * for each order. So the first request comes after the time that recent orders took, a few more follow closely, and from
 * then on the CA's Retry-After counts (RFC 8555, section 7.5.1).
 */
const earlyPolls = 3;
const firstGapMs = 50;
const slowdown = 2.2;
const longestGapMs = 10_000;
/** After so many requests without progress, the CA is asked once a minute. */
const pollsBeforeSlowdown = 60;
const laterGapMs = 60_000;

export interface Polling {
  startedAtMs: number;
  polls: number;
  nextPollAtMs: number;
}

/** Starts over after a request that gives the CA work, which takes about `usualMs`. */
export function startPolling(nowMs: number, usualMs: number): Polling {
  return { startedAtMs: nowMs, polls: 0, nextPollAtMs: nowMs + usualMs };
}

export function afterPoll(polling: Polling, nowMs: number, retryAfterSeconds: number | undefined): Polling {
  const polls = polling.polls + 1;
  const gapMs = firstGapMs * slowdown ** polling.polls;
  const askedMs = (retryAfterSeconds ?? 0) * 1_000;
  // CAs send a short Retry-After by default and are done sooner. A long one is deliberate.
  const isMeant = polls >= earlyPolls || askedMs > longestGapMs;
  const longest = polls > pollsBeforeSlowdown ? laterGapMs : longestGapMs;
  return {
    ...polling,
    polls,
    nextPollAtMs: nowMs + Math.max(Math.min(longest, gapMs), isMeant ? askedMs : 0),
  };
}

/** How long the CA usually takes for one kind of work, learned from the requests that found it done. */
export interface UsualTime {
  readonly ms: number;
  /** A request found the work done at `nowMs`; `polling` is the state before that request. */
  learn(polling: Polling, nowMs: number): void;
}

const firstGuessMs = 170;
const shortestMs = 100;
const longestMs = 3_000;
/** If the first request finds the work done, it may have come late: the next one comes a little earlier. */
const earlier = 0.96;
/** A single slow order changes the estimate only a little. */
const later = 1.5;

export function usualTime(): UsualTime {
  let ms = firstGuessMs;
  return {
    get ms() {
      return ms;
    },
    learn({ startedAtMs, polls }, nowMs) {
      const learned = polls === 0 ? ms * earlier : Math.min(nowMs - startedAtMs, ms * later);
      ms = Math.min(longestMs, Math.max(shortestMs, learned));
    },
  };
}
