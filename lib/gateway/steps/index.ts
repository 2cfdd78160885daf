import type { SecuredHost } from "@/lib/model/secured-hosts";
import { address } from "./address";
import { answering } from "./answering";
import { certificate } from "./certificate";
import { delegation } from "./delegation";
import { reached } from "./reached";
import { record } from "./record";
import { secret } from "./secret";
import { serving } from "./serving";
import { zone } from "./zone";

/** The walk: every step once, in the order of the page. To add a step, add a file and a line here. */
export const steps = [address, zone, delegation, record, certificate, secret, serving, answering] as const;

/** The walk of a host that gets only records. */
const recordSteps = [address, zone, delegation, record, reached] as const;

type AnyStep = (typeof steps)[number] | (typeof recordSteps)[number];

export type StepId = AnyStep["id"];

/** The steps of this host's walk: a host that gets only records needs no certificate. */
export function stepsOf({ recordsOnly }: Pick<SecuredHost, "recordsOnly">): readonly AnyStep[] {
  return recordsOnly ? recordSteps : steps;
}

export function titleOf(id: StepId): string {
  return [...steps, reached].find((step) => step.id === id)?.title ?? id;
}

export type FactOf<Id extends StepId> = Extract<
  Awaited<ReturnType<Extract<AnyStep, { id: Id }>["run"]>>,
  { state: "done" }
>["fact"];
