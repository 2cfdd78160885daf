/**
 * When the CA may be asked again for the state of an order. Most CAs validate and issue within a moment, and always in
 * about the same time: so the first look comes when the last orders were done, a few more follow closely, and after
 * those, what the CA says in Retry-After counts (RFC 8555, section 7.5.1).
 */
const earlyLooks = 3;
const firstGapMs = 50;
const slowdown = 2.2;
const longestGapMs = 10_000;
/** A CA that has not got anywhere after so many looks is asked once a minute. */
const impatientLooks = 60;
const laterGapMs = 60_000;

export interface Polling {
  startedAtMs: number;
  looks: number;
  nextLookAtMs: number;
}

/** Begins anew after something that the CA has to work on, which takes about `usualMs`. */
export function startPolling(nowMs: number, usualMs: number): Polling {
  return { startedAtMs: nowMs, looks: 0, nextLookAtMs: nowMs + usualMs };
}

export function afterLook(polling: Polling, nowMs: number, retryAfterSeconds: number | undefined): Polling {
  const looks = polling.looks + 1;
  const gapMs = firstGapMs * slowdown ** polling.looks;
  const askedMs = (retryAfterSeconds ?? 0) * 1_000;
  // Short ones are said by habit, and the CA is done before; a long one is meant.
  const isMeant = looks >= earlyLooks || askedMs > longestGapMs;
  const longest = looks > impatientLooks ? laterGapMs : longestGapMs;
  return {
    ...polling,
    looks,
    nextLookAtMs: nowMs + Math.max(Math.min(longest, gapMs), isMeant ? askedMs : 0),
  };
}

/** How long the CA usually takes for one kind of work, learned from the looks that found it done. */
export interface UsualTime {
  readonly ms: number;
  /** A look found it done at `nowMs`; `polling` is of before that look. */
  learn(polling: Polling, nowMs: number): void;
}

const firstGuessMs = 170;
const shortestMs = 100;
const longestMs = 3_000;
/** A first look that finds the work done may have come late: the next one comes a little earlier. */
const earlier = 0.96;
/** One slow order is no rule. */
const later = 1.5;

export function usualTime(): UsualTime {
  let ms = firstGuessMs;
  return {
    get ms() {
      return ms;
    },
    learn({ startedAtMs, looks }, nowMs) {
      const learned = looks === 0 ? ms * earlier : Math.min(nowMs - startedAtMs, ms * later);
      ms = Math.min(longestMs, Math.max(shortestMs, learned));
    },
  };
}
