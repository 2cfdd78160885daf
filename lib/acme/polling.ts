/**
 * When the CA may be asked again for the state of an order. Most CAs validate and issue within a fraction of a second,
 * so a few looks come early; after those, what the CA says in Retry-After counts (RFC 8555, section 7.5.1).
 */
const firstLookMs = 170;
const earlyLooks = 3;
const slowdown = 1.3;
const longestGapMs = 10_000;

export interface Polling {
  startedAtMs: number;
  looks: number;
  nextLookAtMs: number;
}

/** Begins anew after something that the CA has to work on. */
export function startPolling(nowMs: number): Polling {
  return { startedAtMs: nowMs, looks: 0, nextLookAtMs: nowMs + firstLookMs };
}

export function afterLook(polling: Polling, nowMs: number, retryAfterSeconds: number | undefined): Polling {
  const looks = polling.looks + 1;
  const gapMs = firstLookMs * slowdown ** looks;
  const askedMs = looks < earlyLooks ? 0 : (retryAfterSeconds ?? 0) * 1_000;
  return { ...polling, looks, nextLookAtMs: nowMs + Math.min(longestGapMs, Math.max(gapMs, askedMs)) };
}
