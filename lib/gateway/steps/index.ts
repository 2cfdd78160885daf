import type { SecuredHost } from "@/lib/model/secured-hosts";
import { address } from "./address";
import { answering } from "./answering";
import { certificate } from "./certificate";
import { delegation } from "./delegation";
import { record } from "./record";
import { secret } from "./secret";
import { serving } from "./serving";
import { zone } from "./zone";

/** The walk: every step once, in the order of the page. To add a step, add a file and a line here. */
export const steps = [address, zone, delegation, record, certificate, secret, serving, answering] as const;

export type StepId = (typeof steps)[number]["id"];

const ofRecords: ReadonlySet<StepId> = new Set(["address", "zone", "delegation", "record"]);

/** The steps of this host's walk: a host that gets only records needs no certificate, and serves without Lamia. */
export function stepsOf({ recordsOnly }: Pick<SecuredHost, "recordsOnly">) {
  return recordsOnly ? steps.filter(({ id }) => ofRecords.has(id)) : steps;
}

export type FactOf<Id extends StepId> = Extract<
  Awaited<ReturnType<Extract<(typeof steps)[number], { id: Id }>["run"]>>,
  { state: "done" }
>["fact"];
