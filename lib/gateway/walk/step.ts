import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";

/**
 * What a step answers. Waiting: nobody is at fault. Blocked: a person must act, and `remedy` says what to do.
 * `fixedRetry`: the other side said when to ask again, so the wait doesn't grow.
 * A `fact` of a step that is not done is what it has seen so far; later steps do not get it.
 */
export type Outcome<Fact> =
  | { state: "done"; note: string; fact: Fact; revisitAt?: Date }
  | { state: "waiting"; note: string; retryInSeconds: number; fixedRetry?: true; fact?: Fact }
  | { state: "blocked"; note: string; remedy: string; fact?: Fact };

/** pending: a step that it needs is not done yet. running: under way now. failed: thrown, will be tried again. */
export type StepState = Outcome<unknown>["state"] | "pending" | "running" | "failed";

export interface Step<Id extends string, Facts, Fact> {
  readonly id: Id;
  readonly needs: readonly (keyof Facts & string)[];
  /** What the page shows. */
  readonly title: string;
  readonly purpose: string;
  run(target: SecuredHost, facts: Facts, world: World): Promise<Outcome<Fact>>;
}

/** Keeps the literal id and infers the rest; `Facts` names the facts of the steps that are needed. */
export function step<const Id extends string, Facts, Fact>(
  definition: Step<Id, Facts, Fact>,
): Step<Id, Facts, Fact> {
  return definition;
}
