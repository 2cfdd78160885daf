import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { Outcome } from "../outcome";
import type { World } from "../world";

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
