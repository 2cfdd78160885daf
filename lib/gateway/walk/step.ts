import type { AwaitedRecords } from "@/lib/gateway/dns/by-hand";
import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";

/**
 * The result of a step. Waiting: nobody needs to act. Blocked: you need to act, and `remedy` says how.
 * `wokenByCluster`: the problem is in the cluster, and the change that solves it wakes the walk.
 * `fixedRetry`: the other side said when to ask again, so the wait doesn't grow. The `fact` of an unfinished step
 * is what it has seen so far; later steps don't get it. `byHand`: records that you enter yourself, beside what was found.
 */
export type Outcome<Fact> = (
  | { state: "done"; note: string; fact: Fact; revisitAt?: Date }
  | { state: "waiting"; note: string; retryInSeconds: number; fixedRetry?: true; fact?: Fact }
  | { state: "blocked"; note: string; remedy: string; wokenByCluster?: true; fact?: Fact }
) & { byHand?: readonly AwaitedRecords[] };

/** pending: a step that it needs isn't done. running: in progress. failed: threw, and will be tried again. */
export type StepState = Outcome<unknown>["state"] | "pending" | "running" | "failed";

export interface Step<Id extends string, Facts, Fact> {
  readonly id: Id;
  readonly needs: readonly (keyof Facts & string)[];
  /** What the page shows. */
  readonly title: string;
  readonly purpose: string;
  /** `since`: how long it has been waiting; missing if it wasn't, the last time. */
  run(target: SecuredHost, facts: Facts, world: World, since?: Date): Promise<Outcome<Fact>>;
}

/** Keeps the literal ID and infers the rest. `Facts` names the facts of the steps that it needs. */
export function step<const Id extends string, Facts, Fact>(
  definition: Step<Id, Facts, Fact>,
): Step<Id, Facts, Fact> {
  return definition;
}
