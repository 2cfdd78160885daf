import type { StepState } from "@/lib/gateway/outcome";
import { retryAt } from "@/lib/gateway/schedule";
import { type StepId, steps } from "@/lib/gateway/steps";
import type { WalkState } from "@/lib/gateway/worst-walk-state";
import type { Report } from "./report";
import type { Result } from "./walk";

/** Turns a result into what is kept and shown, given what was known of the step before. */
export function reportOf(result: Result, previous: Report | undefined, now: Date): Report {
  const state = stateOf(result);
  const same = previous?.state === state;
  const attempts =
    state === "pending" ? 0 : same ? previous.attempts + (result.kind === "trusted" ? 0 : 1) : 1;
  const at = now.toISOString();
  if (result.kind === "trusted" && previous) return previous;
  const since = same ? previous.since : at;
  return {
    step: result.step,
    state,
    ...told(result),
    at,
    since,
    startedAt: previous && previous.state !== "pending" ? previous.startedAt : at,
    attempts,
    retryAt: retryAt(result, { attempts, since: new Date(since) }, now)?.toISOString() ?? null,
  };
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

function told(result: Result): Pick<Report, "note" | "remedy" | "fact"> {
  switch (result.kind) {
    case "pending":
      return { note: `Waits for ${result.waitsFor.map(titleOf).join(" and ")}.`, remedy: null, fact: null };
    case "failure":
      return { note: result.failure.message, remedy: result.failure.remedy ?? null, fact: null };
    case "trusted":
      return { note: result.outcome.note, remedy: null, fact: result.outcome.fact };
    case "outcome": {
      const { outcome } = result;
      const remedy = outcome.state === "blocked" ? outcome.remedy : null;
      return { note: outcome.note, remedy, fact: outcome.fact ?? null };
    }
  }
}

/** As it stands within a sentence; abbreviations keep their letters. */
function titleOf(id: StepId): string {
  const title = steps.find((step) => step.id === id)?.title ?? id;
  return title.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

export function walkStateOf(reports: readonly Pick<Report, "step" | "state">[]): WalkState {
  const states = new Set(reports.map(({ state }) => state));
  if (reports.length === 0) return "new";
  if (states.has("blocked")) return "blocked";
  if (states.has("failed")) return "failed";
  if (states.has("waiting")) return "waiting";
  // A first walk has no report of the steps that it has not come to.
  return steps.every(({ id }) => reports.some(({ step, state }) => step === id && state === "done"))
    ? "serving"
    : "working";
}
