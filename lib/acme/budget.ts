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
