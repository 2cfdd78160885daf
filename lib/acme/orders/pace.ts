import { Failure } from "@/lib/gateway/failure";
import { texts } from "../texts";

interface Limit {
  orders: number;
  windowSeconds: number;
}

/**
 * For the same names, at any CA. Without it, a CA that loses every order, or wants each certificate replaced at once, would
 * get orders forever. Let's Encrypt issues five a week for the same names.
 */
const sameNames: Limit = { orders: 10, windowSeconds: 3_600 };

const maxKept = 20_000;

export interface OrderBudget {
  /** Counts one order. Throws `rate-limited` after too many for the same names. */
  spend(names: readonly string[], nowMs: number): void;
}

/** Prevents a flood. It counts what this process did; the limits of CAs are counted in the database. */
export function orderBudget(): OrderBudget {
  const { orders, windowSeconds } = sameNames;
  const windowMs = windowSeconds * 1_000;
  const spent = new Map<string, number[]>();
  return {
    spend(names, nowMs) {
      const key = names.toSorted().join();
      const same = (spent.get(key) ?? []).filter((each) => nowMs - each < windowMs);
      const oldest = same.at(-orders);
      if (oldest !== undefined) {
        const retryAfterSeconds = Math.ceil((oldest + windowMs - nowMs) / 1_000);
        const hours = windowSeconds / 3_600;
        const message = texts.tooManyOrdersFor({ names: names.join(", "), orders, hours });
        throw new Failure("rate-limited", message, { retryAfterSeconds });
      }
      spent.delete(key);
      spent.set(key, [...same, nowMs]);
      const first = spent.size > maxKept ? spent.keys().next().value : undefined;
      if (first !== undefined) spent.delete(first);
    },
  };
}

/**
 * When to ask the CA again for the state of an order. Most CAs validate and issue quickly, and take about the same time
 * for each order. So the first request comes after the time that recent orders took, a few more follow closely, and from
 * then on the CA's Retry-After counts (RFC 8555, section 7.5.1).
 */
const earlyPolls = 3;
const firstGapMs = 50;
const slowdown = 2.2;
const longestGapMs = 10_000;
/** After this many requests without progress, the CA is asked once a minute. */
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
interface UsualTime {
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
