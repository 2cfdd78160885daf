import { Failure } from "@/lib/gateway/failure";
import { texts } from "./texts";

interface Limit {
  orders: number;
  windowSeconds: number;
}

/** How many orders an account may create in a period, by the directory's host (https://letsencrypt.org/docs/rate-limits/). */
const limits: Record<string, Limit> = {
  "acme-v02.api.letsencrypt.org": { orders: 300, windowSeconds: 3 * 3_600 },
};

/**
 * For the same names, at any CA. Without it, a CA that loses every order, or wants each certificate replaced at once,
 * would be asked forever. Let's Encrypt issues five a week for the same names.
 */
const sameNames: Limit = { orders: 10, windowSeconds: 3_600 };

const maxKept = 20_000;

export interface OrderBudget {
  /** Counts one order. Throws `rate-limited` after too many. Orders that the CA exempts count by name only. */
  spend(names: readonly string[], isExempt: boolean, nowMs: number): void;
}

/**
 * Keeps within a CA's limit on new orders without asking the CA. It counts only what this process did: it prevents a
 * flood, and the CA's own answer decides. Renewals by ARI are exempt from the CA's limit.
 */
export function orderBudget(directory: string): OrderBudget {
  const limit = limits[URL.parse(directory)?.host ?? ""];
  const spent = { all: [] as number[], byNames: new Map<string, number[]>() };

  function check(
    atMs: readonly number[],
    { orders, windowSeconds }: Limit,
    nowMs: number,
    names: readonly string[] | null,
  ): void {
    const oldest = atMs.at(-orders);
    if (oldest === undefined) return;
    const retryAfterSeconds = Math.ceil((oldest + windowSeconds * 1_000 - nowMs) / 1_000);
    const hours = windowSeconds / 3_600;
    const message =
      names === null
        ? texts.tooManyOrders({ orders, hours })
        : texts.tooManyOrdersFor({ names: names.join(", "), orders, hours });
    throw new Failure("rate-limited", message, { retryAfterSeconds });
  }

  const within = (atMs: readonly number[], { windowSeconds }: Limit, nowMs: number) =>
    atMs.filter((each) => nowMs - each < windowSeconds * 1_000);

  return {
    spend(names, isExempt, nowMs) {
      const key = names.toSorted().join();
      const same = within(spent.byNames.get(key) ?? [], sameNames, nowMs);
      check(same, sameNames, nowMs, names);
      if (limit && !isExempt) {
        spent.all = within(spent.all, limit, nowMs);
        check(spent.all, limit, nowMs, null);
        spent.all.push(nowMs);
      }
      spent.byNames.delete(key);
      spent.byNames.set(key, [...same, nowMs]);
      const oldest = spent.byNames.size > maxKept ? spent.byNames.keys().next().value : undefined;
      if (oldest !== undefined) spent.byNames.delete(oldest);
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
