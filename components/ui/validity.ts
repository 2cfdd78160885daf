import type { State } from "./states";

export interface Validity {
  /** Share of the lifetime that has passed, 0 to 1. */
  elapsed: number;
  /** Where on the bar the renewal stands, 0 to 1; null when unknown or outside. */
  renewal: number | null;
  /** Whole days left, rounded down; negative once it has ended. */
  daysLeft: number;
  state: State;
}

const dayInMilliseconds = 86_400_000;

/**
 * Where a certificate stands in its life; all times in ms since 1970. `waiting` once renewal is due,
 * `blocked` in
 * the last tenth of the lifetime, `failed` after its end: a renewal that runs as planned stays green or
 * yellow.
 */
export function validityOf(
  notBefore: number,
  notAfter: number,
  renewAt: number | null,
  now: number,
): Validity {
  const lifetime = Math.max(1, notAfter - notBefore);
  const elapsed = Math.min(1, Math.max(0, (now - notBefore) / lifetime));
  const at = renewAt === null ? null : (renewAt - notBefore) / lifetime;
  const renewal = at === null || at < 0 || at > 1 ? null : at;
  const daysLeft = Math.floor((notAfter - now) / dayInMilliseconds);
  const state: State =
    now >= notAfter
      ? "failed"
      : elapsed >= 0.9
        ? "blocked"
        : renewAt !== null && now >= renewAt
          ? "waiting"
          : "done";
  return { elapsed, renewal, daysLeft, state };
}
