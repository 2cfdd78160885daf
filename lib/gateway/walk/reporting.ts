import { clampedRetryAfter, type FailureKind, longestRetryAfterInSeconds } from "@/lib/gateway/failure";
import { type StepId, stepsOf, titleOf } from "@/lib/gateway/steps";
import { texts } from "@/lib/gateway/texts";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { Report, WalkState } from "./report";
import type { Outcome, StepState } from "./step";
import type { Result } from "./walk";

/** Turns a result into the report that is stored and shown, given the previous report of the step. */
export function reportOf(result: Result, previous: Report | undefined, now: Date): Report {
  const state = stateOf(result);
  const same = previous?.state === state;
  const attempts =
    state === "pending" ? 0 : same ? previous.attempts + (result.kind === "trusted" ? 0 : 1) : 1;
  const at = now.toISOString();
  if (result.kind === "trusted" && previous) return previous;
  const since = same ? previous.since : at;
  const content = contentOf(result);
  const lastDelayInSeconds = previous?.note === content.note ? delayOf(previous) : 0;
  return {
    step: result.step,
    state,
    ...content,
    at,
    since,
    startedAt: previous && previous.state !== "pending" ? previous.startedAt : at,
    attempts,
    retryAt:
      retryAt(result, { attempts, since: new Date(since), lastDelayInSeconds }, now)?.toISOString() ?? null,
  };
}

function delayOf({ at, retryAt: next }: Report): number {
  return next === null ? 0 : (Date.parse(next) - Date.parse(at)) / 1000;
}

export function stateOf(result: Result): StepState {
  switch (result.kind) {
    case "pending":
      return "pending";
    case "failure":
      return result.failure.remedy ? "blocked" : "failed";
    case "trusted":
      return "done";
    case "outcome":
      return result.outcome.state;
  }
}

function contentOf(result: Result): Pick<Report, "note" | "remedy" | "fact"> {
  switch (result.kind) {
    case "pending":
      return { note: texts.waitsFor({ steps: listOf(result.waitsFor) }), remedy: null, fact: null };
    case "failure":
      return { note: result.failure.message, remedy: result.failure.remedy ?? null, fact: null };
    case "trusted":
      return { note: result.outcome.note, remedy: null, fact: result.outcome.fact };
    case "outcome": {
      const { outcome } = result;
      const remedy = outcome.state === "blocked" ? outcome.remedy : null;
      const { byHand } = outcome;
      const fact = byHand ? { ...(outcome.fact as object | undefined), byHand } : (outcome.fact ?? null);
      return { note: outcome.note, remedy, fact };
    }
  }
}

function listOf(ids: readonly StepId[]): string {
  return ids.map(withinSentence).reduce((first, second) => texts.and({ first, second }));
}

/** As written within a sentence; abbreviations keep their case. */
function withinSentence(id: StepId): string {
  return titleOf(id).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** The state of the whole walk. A host that gets only records is `serving` once something answers there. */
export function walkStateOf(
  reports: readonly Pick<Report, "step" | "state">[],
  target: Pick<SecuredHost, "recordsOnly"> = {},
): WalkState {
  const states = new Set(reports.map(({ state }) => state));
  if (reports.length === 0) return "new";
  if (states.has("blocked")) return "blocked";
  if (states.has("failed")) return "failed";
  if (states.has("waiting")) return "waiting";
  // A first walk has no report for the steps that it hasn't reached.
  return stepsOf(target).every(({ id }) => reports.some(({ step, state }) => step === id && state === "done"))
    ? "serving"
    : "working";
}

/** Seconds until the next attempt after the first, second, … failure in a row; the last one repeats. */
export const retryTable: Record<FailureKind, readonly number[]> = {
  unreachable: [1, 2, 5, 10, 20, 30, 60, 120, 300],
  "rate-limited": [30, 60, 300, 900, 3600],
  conflict: [0.2, 0.5, 1, 5, 15, 60],
  refused: [15, 30, 60, 300, 900],
  unconfigured: [300],
  // A CA that rejected a name counts the attempts: 1, 10, 100 minutes, then once a day.
  rejected: [60, 600, 6000, 86_400],
  unknown: [2, 10, 60, 600, 3600],
};

/** You have to act. Checking is cheap, so Lamia notices soon afterwards. */
export const blockedTable: readonly number[] = [3, 3, 5, 5, 5, 10, 10, 10, 15, 15, 30, 30, 60];

/** The cluster wakes the walk when it changes; a check in between catches what a watch may have missed. */
export const wokenByClusterTable: readonly number[] = [5, 30, 60, 300];

/**
 * A wait grows to this share of the time waited so far, up to this many seconds or the step's own wait. Lamia then notices
 * what takes long a tenth late, and what takes a moment immediately. From one wait to the next for the same thing, it grows
 * by no more than this share: after a CA's pause of an hour, Lamia asks the name servers as often as at first.
 */
const shareOfWaited = 0.1;
const longestWaitInSeconds = 30;

/** How often in a row a step ended this way (1 = the first time), and since when. */
interface InARow {
  attempts: number;
  since: Date;
  /** The last wait, if it was for the same thing, otherwise 0. */
  lastDelayInSeconds: number;
}

/**
 * When a step runs again: within a day, whatever anyone asks. A delay that a provider or a CA requests can lengthen
 * the table's delay, never shorten it.
 */
export function retryAt(result: Result, inARow: InARow, now: Date): Date | null {
  if (result.kind === "pending") return null;
  if (result.kind === "trusted") return result.outcome.revisitAt ?? null;
  if (result.kind === "failure") {
    const { kind, retryAfterSeconds } = result.failure;
    const usual = entry(retryTable[kind], inARow.attempts);
    return later(
      now,
      retryAfterSeconds === undefined ? usual : Math.max(usual, clampedRetryAfter(retryAfterSeconds)),
    );
  }
  return outcomeRetry(result.outcome, inARow, now);
}

function outcomeRetry(outcome: Outcome<unknown>, inARow: InARow, now: Date): Date | null {
  const { attempts, since, lastDelayInSeconds } = inARow;
  switch (outcome.state) {
    case "done":
      return outcome.revisitAt ?? null;
    case "blocked":
      return later(now, entry(outcome.wokenByCluster ? wokenByClusterTable : blockedTable, attempts));
    case "waiting": {
      if (outcome.fixedRetry) return later(now, outcome.retryInSeconds);
      const waited = (now.getTime() - since.getTime()) / 1000;
      return later(
        now,
        Math.max(
          outcome.retryInSeconds,
          Math.min(waited * shareOfWaited, lastDelayInSeconds * (1 + shareOfWaited), longestWaitInSeconds),
        ),
      );
    }
  }
}

/** The earliest time at which any step wants to run; null if only a change is worth a visit. */
export function nextVisit(reports: readonly Report[]): Date | null {
  const times = reports.flatMap(({ retryAt: at }) => (at === null ? [] : [Date.parse(at)]));
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

/** For an invalid time. */
const fallbackInSeconds = 60;

function entry(table: readonly number[], attempts: number): number {
  return table[Math.min(Math.max(attempts, 1), table.length) - 1] ?? fallbackInSeconds;
}

function later(now: Date, seconds: number): Date {
  const sane = Number.isNaN(seconds) ? fallbackInSeconds : Math.max(0, seconds);
  return new Date(now.getTime() + Math.min(longestRetryAfterInSeconds, sane) * 1000);
}
