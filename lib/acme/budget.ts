import { Failure } from "@/lib/gateway/failure";

interface Limit {
  orders: number;
  windowSeconds: number;
}

/** Orders an account may make in a time, by the directory's host (https://letsencrypt.org/docs/rate-limits/). */
const limits: Record<string, Limit> = {
  "acme-v02.api.letsencrypt.org": { orders: 300, windowSeconds: 3 * 3_600 },
};

export interface OrderBudget {
  /** Counts one order; throws `rate-limited` when the CA would refuse it. */
  spend(nowMs: number): void;
}

/**
 * Keeps within a CA's limit on new orders without asking. Counts what this process did: a guard against a flood, not
 * an account of the truth, which the CA's own answer gives. Renewals by ARI are exempt and not counted.
 */
export function orderBudget(directory: string): OrderBudget {
  const limit = limits[new URL(directory).host];
  let spentAtMs: number[] = [];
  return {
    spend(nowMs) {
      if (!limit) return;
      spentAtMs = spentAtMs.filter((atMs) => nowMs - atMs < limit.windowSeconds * 1_000);
      const oldest = spentAtMs[0];
      if (oldest !== undefined && spentAtMs.length >= limit.orders) {
        throw new Failure(
          "rate-limited",
          `${limit.orders} orders were made in ${limit.windowSeconds / 3_600} hours.`,
          {
            retryAfterSeconds: Math.ceil((oldest + limit.windowSeconds * 1_000 - nowMs) / 1_000),
          },
        );
      }
      spentAtMs.push(nowMs);
    },
  };
}
