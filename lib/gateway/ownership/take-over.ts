import { Failure } from "@/lib/gateway/failure";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { address } from "@/lib/gateway/steps/address";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { recordsFor } from "../dns/apex-records";
import { changesFor, judgeRecords, keeperOf, readHostRecords } from "../dns/claim-records";
import type { RecordChange } from "../dns/ports";
import { holdingZone } from "../dns/zones";
import { registrySets } from "./external-dns";
import { markName, markValue } from "./marks";
import { heldHost } from "./withdrawal";

/** What taking over the records of a host replaces, and what it writes instead. */
export interface TakeOver {
  kind: "possible";
  zone: Zone;
  /** Records at the host that somebody else wrote. */
  replaces: RecordSet[];
  becomes: RecordSet[];
  /** The ownership record that goes with them. */
  mark: { name: string; value: string };
}

/** Why a takeover isn't possible, and what you can do. */
export interface NoTakeOver {
  kind: "impossible";
  note: string;
  remedy: string | null;
}

/** What you saw when you confirmed: the takeover happens only if it is still exactly this. */
export type SeenTakeOver = Pick<TakeOver, "replaces" | "becomes">;

/**
 * What a takeover would do right now, read from the provider. Changes nothing. Records that carry somebody's ownership
 * record are never taken over, nor are types that Lamia couldn't restore.
 */
export async function planTakeOver(target: SecuredHost, world: World): Promise<TakeOver | NoTakeOver> {
  const planned = await plan(target, world);
  return planned.kind === "possible" ? planned.takeOver : planned;
}

/**
 * Replaces the records and writes the ownership record in one change, if they are still the ones that were confirmed. Throws
 * `conflict` and changes nothing if they aren't, or if there is nothing left to take over.
 */
export async function takeOver(target: SecuredHost, world: World, seen: SeenTakeOver): Promise<TakeOver> {
  const planned = await plan(target, world);
  if (planned.kind === "impossible") throw new Failure("conflict", planned.note);
  if (!isSame(planned.takeOver, seen)) throw new Failure("conflict", texts.takeOverChanged);
  await world.dns.change(planned.takeOver.zone, planned.changes);
  return planned.takeOver;
}

type Plan = NoTakeOver | { kind: "possible"; takeOver: TakeOver; changes: RecordChange[] };

async function plan(target: SecuredHost, world: World): Promise<Plan> {
  const { host, gateway } = target;
  const nothing = impossible({ note: texts.nothingToTakeOver({ host }) });
  if (world.dns.byHand) return nothing;
  const held = await heldHost(target, world);
  if ("refusal" in held) return impossible(held.refusal);
  const [found, zone] = await Promise.all([
    address.run(target, {}, world),
    holdingZone(world, host, { fresh: true }),
  ]);
  if (found.state !== "done") return impossible(found);
  if (!zone || world.dns.byHand) return nothing;
  const wanted = await recordsFor(target, zone, found.fact, world);
  if (wanted.kind === "unresolved") return impossible(wanted);
  const becomes = wanted.records;
  const seen = await readHostRecords(world.dns, zone, host, { nothingKnown: false });
  const keeper = await keeperOf(host, zone, becomes, seen, world);
  const verdict = judgeRecords(target, world.owner, zone, becomes, { ...seen, keeper });
  if (verdict.kind !== "refused") return nothing;
  const { replaceable: replaces } = verdict;
  if (!replaces) return impossible(verdict);
  const registry = registrySets(becomes, zone, world);
  const names = registry.map(({ name }) => name);
  const mark = { name: markName(host), value: markValue(world.owner, gateway, becomes, names) };
  return {
    kind: "possible",
    takeOver: { kind: "possible", zone, replaces, becomes: [...becomes, ...registry], mark },
    changes: await changesFor(target, world, zone, becomes, { seen, ours: replaces, nothingKnown: false }),
  };
}

function impossible({ note, remedy = null }: { note: string; remedy?: string | null }): NoTakeOver {
  return { kind: "impossible", note, remedy };
}

/** The same records with the same values and TTLs, in any order. */
function isSame(now: SeenTakeOver, seen: SeenTakeOver): boolean {
  return (
    canonical(now.replaces) === canonical(seen.replaces) && canonical(now.becomes) === canonical(seen.becomes)
  );
}

function canonical(sets: readonly RecordSet[]): string {
  const lines = sets.map(({ name, type, ttlSeconds, values }) =>
    JSON.stringify([name, type, ttlSeconds, values.toSorted()]),
  );
  return lines.sort().join("\n");
}
