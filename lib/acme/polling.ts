/**
 * When the CA may be asked again for the state of an order. Most CAs validate and issue within a moment, and always in
 * about the same time: so the first look comes when the last orders were done, a few more follow closely, and after
 * those, what the CA says in Retry-After counts (RFC 8555, section 7.5.1).
 */
const earlyLooks = 3;
const firstGapMs = 50;
const slowdown = 2.2;
const longestGapMs = 10_000;

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
  const askedMs = looks < earlyLooks ? 0 : (retryAfterSeconds ?? 0) * 1_000;
  return { ...polling, looks, nextLookAtMs: nowMs + Math.min(longestGapMs, Math.max(gapMs, askedMs)) };
}
