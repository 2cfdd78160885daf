import type { FailureKind } from "./failure";
import type { Outcome } from "./outcome";
import { clampedRetryAfter, longestRetryAfterInSeconds } from "./retry-after";
import type { Report } from "./walk/report";
import type { Result } from "./walk/walk";

/** Seconds until the next try after the first, second, … failure in a row; the last one repeats. */
export const retryTable: Record<FailureKind, readonly number[]> = {
  unreachable: [1, 2, 5, 10, 20, 30, 60, 120, 300],
  "rate-limited": [30, 60, 300, 900, 3600],
  conflict: [0.2, 0.5, 1, 5, 15, 60],
  refused: [15, 30, 60, 300, 900],
  unconfigured: [300],
  // A CA that refused a name counts the tries: 1, 10, 100 minutes, then once a day.
  rejected: [60, 600, 6000, 86_400],
  unknown: [2, 10, 60, 600, 3600],
};

/** Somebody has to act; looking costs little, so it is found out soon after. */
export const blockedTable: readonly number[] = [3, 3, 5, 5, 5, 10, 10, 10, 15, 15, 30, 30, 60];

/**
 * A wait grows to this share of the time that was waited already, up to so many seconds or the step's own wait: what
 * takes long is seen a tenth late, and what takes a moment at once.
 */
const shareOfWaited = 0.1;
const longestWaitInSeconds = 30;

/** How often in a row a step ended this way (1 = the first time), and since when it does. */
interface InARow {
  attempts: number;
  since: Date;
}

/**
 * When a step is to be looked at again: within a day, whatever anybody says. A pause that a provider or a CA asks for
 * lengthens what the table says and never shortens it.
 */
export function retryAt(result: Result, { attempts, since }: InARow, now: Date): Date | null {
  if (result.kind === "pending") return null;
  if (result.kind === "trusted") return result.outcome.revisitAt ?? null;
  if (result.kind === "failure") {
    const { kind, retryAfterSeconds } = result.failure;
    const usual = entry(retryTable[kind], attempts);
    return later(
      now,
      retryAfterSeconds === undefined ? usual : Math.max(usual, clampedRetryAfter(retryAfterSeconds)),
    );
  }
  return outcomeRetry(result.outcome, { attempts, since }, now);
}

function outcomeRetry(outcome: Outcome<unknown>, { attempts, since }: InARow, now: Date): Date | null {
  switch (outcome.state) {
    case "done":
      return outcome.revisitAt ?? null;
    case "blocked":
      return later(now, entry(blockedTable, attempts));
    case "waiting": {
      if (outcome.told) return later(now, outcome.retryInSeconds);
      const waited = (now.getTime() - since.getTime()) / 1000;
      return later(
        now,
        Math.max(outcome.retryInSeconds, Math.min(waited * shareOfWaited, longestWaitInSeconds)),
      );
    }
  }
}

/** The earliest moment at which any step wants to be looked at; null when only a change is worth a visit. */
export function nextVisit(reports: readonly Report[]): Date | null {
  const times = reports.flatMap(({ retryAt: at }) => (at === null ? [] : [Date.parse(at)]));
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

/** For a time that is none. */
const fallbackInSeconds = 60;

function entry(table: readonly number[], attempts: number): number {
  return table[Math.min(Math.max(attempts, 1), table.length) - 1] ?? fallbackInSeconds;
}

function later(now: Date, seconds: number): Date {
  const sane = Number.isNaN(seconds) ? fallbackInSeconds : Math.max(0, seconds);
  return new Date(now.getTime() + Math.min(longestRetryAfterInSeconds, sane) * 1000);
}
