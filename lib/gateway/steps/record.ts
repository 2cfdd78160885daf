import { notAtIngress } from "@/lib/gateway/certificate/http-address";
import {
  answersDiffer,
  type Resolution,
  recordsFor,
  resolvedForSeconds,
} from "@/lib/gateway/dns/apex-records";
import { awaitedRecords, awaiting, lateServers } from "@/lib/gateway/dns/by-hand";
import { addressRecordTypes, type Claim, claimRecords } from "@/lib/gateway/dns/claim-records";
import { cutBelow, explainCut } from "@/lib/gateway/dns/zones";
import { registryOwnerOf, registrySets } from "@/lib/gateway/ownership/external-dns";
import { hasValues, markName, markValue } from "@/lib/gateway/ownership/marks";
import { texts } from "@/lib/gateway/texts";
import { type Outcome, step } from "@/lib/gateway/walk/step";
import { isIpAddress } from "@/lib/model/dns-name";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { Answer } from "../dns/ports";
import { asFailure } from "../failure";
import type { PublicAddress, RecordSet, RecordType, Zone } from "../model";
import type { World } from "../world";
import type { AddressFact } from "./address";
import type { ZoneFact } from "./zone";

export interface RecordFact {
  records: RecordSet[];
  /** With the port of the ingress Service that leads to the Gateway's port. */
  address: PublicAddress & { port?: number };
  /** False if records with the right values existed already and stay with whoever created them. */
  ours: boolean;
  /** While the step is blocked: records of others, which you can have Lamia replace. */
  replaceable?: RecordSet[];
  /** If the records hold the addresses of a name, because that name itself can't stand at an apex. */
  resolution?: Resolution;
}

export const record = step({
  id: "record",
  needs: ["address", "zone"],
  title: texts.recordTitle,
  purpose: texts.recordPurpose,
  async run(target, facts: { address: AddressFact; zone: ZoneFact }, world) {
    const { host } = target;
    if (isIpAddress(host)) return atIngress(host, facts.address, world);
    const { nameServers } = facts.zone;
    const found = await recordsFor(target, facts.zone, facts.address, world);
    if (found.kind === "unresolved") return { state: "waiting", note: found.note, retryInSeconds: 5 };
    const { records: wanted, resolution } = found;
    const fact: RecordFact = {
      records: wanted,
      address: { ...facts.address, ...found.address },
      ours: true,
      ...(resolution ? { resolution } : {}),
    };
    const revisitAt = new Date(world.clock.now().getTime() + revisitInMs(resolution));
    if (world.dns.byHand) return enteredByHand(facts.zone, { ...fact, ours: false }, world, revisitAt);
    const isIndirect = world.dns.isProxied || answersDiffer(wanted, facts.zone);
    const types: RecordType[] = isIndirect ? ["A", "AAAA"] : addressRecordTypes(fact.address);
    const [marks, ...answers] = await Promise.all([
      world.resolver.ask(nameServers, markName(host), "TXT"),
      ...types.map((type) => world.resolver.ask(nameServers, host, type)),
    ]);
    const cut = cutBelow(facts.zone, [marks, ...answers].flat());
    if (cut) return { state: "blocked", ...explainCut(host, facts.zone, cut, world.dns.title) };
    const right = nameServers.filter((_, index) =>
      isIndirect
        ? answers.some((each) => each[index]?.values?.length)
        : types.every((type, position) => {
            const expected = wanted.find((set) => set.type === type)?.values ?? [];
            return same(answers[position]?.[index]?.values, expected);
          }),
    );
    const shown = wanted.flatMap((set) => set.values).join(", ");
    const registry = registrySets(wanted, facts.zone, world);
    const mark = markValue(
      world.owner,
      target.gateway,
      wanted,
      registry.map(({ name }) => name),
    );
    const marked = marks.filter(({ values }) => values?.includes(mark));
    const isHeld =
      (!isIndirect || (await isAtProvider(world, facts.zone, wanted))) &&
      (await areRegistered(world, nameServers, registry));
    if (isHeld && right.length === nameServers.length && marked.length === nameServers.length) {
      const keeper = await shownKeeper(target, facts.zone, wanted, world);
      if (keeper) {
        const note = texts.rightByExternalDns({ ...keeper, host, records: shown });
        return { state: "done", note, fact: { ...fact, ours: false }, revisitAt };
      }
      return {
        state: "done",
        note: withResolution(texts.recordServed({ count: right.length, host, addresses: shown }), resolution),
        fact: { ...fact, records: [...wanted, ...registry] },
        revisitAt,
      };
    }

    const late = nameServers.filter((server) => !right.includes(server));
    const spread = { count: right.length, total: nameServers.length, addresses: shown };
    const waiting = {
      state: "waiting" as const,
      note:
        late.length > 0
          ? texts.recordLate({ ...spread, late: late.join(", ") })
          : texts.recordWritten(spread),
      retryInSeconds: 0.05,
      fact,
    };
    // A server that shows our mark beside the right values proves that the provider holds both.
    if (isHeld && right.length > 0 && marked.length > 0) return waiting;

    const claim = (nothingKnown: boolean) =>
      claimRecords(target, world, facts.zone, wanted, { nothingKnown });
    const nothingKnown = [marks, ...answers].every(areAllNothing);
    let claimed: Claim;
    try {
      claimed = await claim(nothingKnown);
    } catch (thrown) {
      // The servers knew of nothing, but something exists: read from the provider itself.
      if (!nothingKnown || asFailure(thrown).kind !== "conflict") throw thrown;
      claimed = await claim(false);
    }
    if (claimed.kind === "refused") {
      const { note, remedy, replaceable } = claimed;
      const replaced = replaceable && { ...fact, ours: false, replaceable };
      return { state: "blocked", note, remedy, ...(replaced ? { fact: replaced } : {}) };
    }
    if (claimed.kind === "written") return waiting;
    if (late.length > 0) return { ...waiting, note: claimed.note };
    return { state: "done", note: claimed.note, fact: { ...fact, ours: false }, revisitAt };
  },
});

/** An IP address needs no record, but has to lead to the ingress. */
function atIngress(host: string, address: AddressFact, { clock }: World): Outcome<RecordFact> {
  const obstacle = notAtIngress(host, address);
  if (obstacle) return { state: "blocked", ...obstacle };
  const isIpv6 = host.includes(":");
  const reached = {
    ipv4: isIpv6 ? [] : [host],
    ipv6: isIpv6 ? [host] : [],
    hostname: null,
    port: address.port,
  };
  return {
    state: "done",
    note: texts.addressOfIngress({ host }),
    fact: { records: [], address: reached, ours: false },
    revisitAt: new Date(clock.now().getTime() + revisitInMs(undefined)),
  };
}

/**
 * Whom external-dns's registry names as the owner of records that are Lamia's by its mark, as the name servers show it: that
 * external-dns would change or delete them.
 */
async function shownKeeper(
  { host }: SecuredHost,
  zone: Zone,
  wanted: readonly RecordSet[],
  world: World,
): Promise<{ owner: string; resource: string } | null> {
  const beside = await world.resolver.ask(zone.nameServers, host, "TXT");
  const values = beside.flatMap((answer) => answer.values ?? []);
  const types = wanted.map(({ type }) => type);
  const keeper = await registryOwnerOf({ host, types, values, nothingKnown: true }, zone, world);
  return keeper && { owner: keeper.owner, resource: keeper.resource || texts.unnamedResource };
}

/** Resolved addresses can change at any time, and a name that couldn't be resolved is tried again sooner. */
function revisitInMs(resolution: Resolution | undefined): number {
  if (!resolution) return 600_000;
  return (resolution.problem === null ? resolvedForSeconds : resolvedForSeconds / 2) * 1000;
}

function withResolution(note: string, resolution: Resolution | undefined): string {
  if (!resolution) return note;
  const { hostname, problem } = resolution;
  if (problem !== null) return `${note} ${texts.standingStays({ hostname, problem })}`;
  return `${note} ${texts.resolvedFrom({ hostname, seconds: resolvedForSeconds })}`;
}

/** Whether every name server has what you have to enter, whoever entered it. */
async function enteredByHand(
  zone: Zone,
  fact: RecordFact,
  world: World,
  revisitAt: Date,
): Promise<Outcome<RecordFact>> {
  const { records: wanted, address } = fact;
  const host = wanted[0]?.name ?? zone.apex;
  const types = addressRecordTypes(address);
  const answers = await Promise.all(types.map((type) => world.resolver.ask(zone.nameServers, host, type)));
  const cut = cutBelow(zone, answers.flat());
  if (cut) return { state: "blocked", ...explainCut(host, zone, cut, texts.yourProvider) };
  const byHand = types.map((type, index) =>
    awaitedRecords({
      ...{ zone: zone.apex, name: host, type, found: answers[index] ?? [] },
      expected: wanted.find((set) => set.type === type)?.values ?? [],
    }),
  );
  const shown = wanted.flatMap((set) => set.values).join(", ");
  const servers = zone.nameServers.length;
  const late = byHand.flatMap(lateServers);
  if (late.length === 0) {
    const note = texts.recordServed({ count: servers, host, addresses: shown });
    return { state: "done", note: withResolution(note, fact.resolution), fact, byHand, revisitAt };
  }
  return { ...awaiting(byHand), fact };
}

/** Behind a proxy or an alias the name servers don't show what was written; the provider does. */
async function isAtProvider({ dns }: World, zone: Zone, wanted: readonly RecordSet[]): Promise<boolean> {
  const standing = await Promise.all(wanted.map(({ name }) => dns.readAll(zone, name)));
  return wanted.every((next, at) => standing[at]?.some(({ set }) => set && hasValues(set, next)));
}

/** Whether a name server shows each ownership record for external-dns as it should be: our mark lists only their names. */
async function areRegistered(
  { resolver }: World,
  nameServers: readonly string[],
  registry: readonly RecordSet[],
): Promise<boolean> {
  const shown = await Promise.all(
    registry.map(async ({ name, values }) => {
      const answers = await resolver.ask(nameServers, name, "TXT");
      return answers.some((answer) => values.every((value) => answer.values?.includes(value)));
    }),
  );
  return !shown.includes(false);
}

function same(left: readonly string[] | null | undefined, right: readonly string[]): boolean {
  return left != null && left.toSorted().join() === right.toSorted().join();
}

/** A silent server, or one that knows the name with any type, proves nothing. */
function areAllNothing(answers: readonly Answer[]): boolean {
  return answers.length > 0 && answers.every(({ nothing }) => nothing);
}
