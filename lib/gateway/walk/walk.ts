import { asFailure, type Failure } from "@/lib/gateway/failure";
import { type StepId, stepsOf } from "@/lib/gateway/steps";
import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { Report } from "./report";
import type { Outcome, Step } from "./step";

/** The result of one step of one walk. */
export type Result =
  | { step: StepId; kind: "outcome"; outcome: Outcome<unknown> }
  | { step: StepId; kind: "failure"; failure: Failure }
  | { step: StepId; kind: "pending"; waitsFor: StepId[] }
  /** Not run again: it finished moments ago, and nothing that it depends on has changed. */
  | { step: StepId; kind: "trusted"; outcome: Extract<Outcome<unknown>, { state: "done" }> };

export type Trusted = ReadonlyMap<StepId, Extract<Outcome<unknown>, { state: "done" }>>;

export interface WalkOptions {
  /** Steps that finished moments ago and don't have to run again while the walk waits briefly. */
  trusted?: Trusted;
  /** What each step said the last time. */
  before?: readonly Pick<Report, "step" | "state" | "since">[];
  onStart?(step: StepId): void;
  onResult?(result: Result): void;
}

type AnyStep = Step<StepId, Record<string, unknown>, unknown>;

/**
 * Runs every step of the host's walk whose needs are met, in parallel, and returns one result for each step in the table's order.
 * Never throws: an error of a step is a result. Starts from the top each time and can be interrupted anywhere.
 */
export async function walk(target: SecuredHost, world: World, options: WalkOptions = {}): Promise<Result[]> {
  const results = new Map<StepId, Promise<Result>>();
  for (const step of stepsOf(target) as readonly unknown[] as readonly AnyStep[]) {
    results.set(
      step.id,
      runStep(step, target, world, results, options).then((result) => {
        options.onResult?.(result);
        return result;
      }),
    );
  }
  return Promise.all(results.values());
}

async function runStep(
  step: AnyStep,
  target: SecuredHost,
  world: World,
  results: ReadonlyMap<StepId, Promise<Result>>,
  { trusted, before = [], onStart }: WalkOptions,
): Promise<Result> {
  const needed = await Promise.all(
    step.needs.map((id) => results.get(id as StepId)).filter((result) => result !== undefined),
  );
  const waitsFor = needed.filter((result) => doneOf(result) === null).map((result) => result.step);
  if (waitsFor.length > 0) return { step: step.id, kind: "pending", waitsFor };
  const known = trusted?.get(step.id);
  if (known && needed.every((result) => unchanged(result, trusted)))
    return { step: step.id, kind: "trusted", outcome: known };
  const facts = Object.fromEntries(needed.map((result) => [result.step, doneOf(result)?.fact]));
  onStart?.(step.id);
  const last = before.find((each) => each.step === step.id);
  const since = last?.state === "waiting" ? new Date(last.since) : undefined;
  try {
    return { step: step.id, kind: "outcome", outcome: await step.run(target, facts, world, since) };
  } catch (thrown) {
    return { step: step.id, kind: "failure", failure: asFailure(thrown) };
  }
}

/** The outcome of a finished step, or null. */
export function doneOf(result: Result): Extract<Outcome<unknown>, { state: "done" }> | null {
  if (result.kind === "trusted") return result.outcome;
  return result.kind === "outcome" && result.outcome.state === "done" ? result.outcome : null;
}

function unchanged(result: Result, trusted: Trusted | undefined): boolean {
  if (result.kind === "trusted") return true;
  return JSON.stringify(doneOf(result)?.fact) === JSON.stringify(trusted?.get(result.step)?.fact);
}
