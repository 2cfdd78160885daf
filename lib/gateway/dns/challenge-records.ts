import type { DnsChallenge } from "@/lib/gateway/certificate/pending-order";
import { Failure } from "@/lib/gateway/failure";
import type { ExistingRecords, RecordSet, Zone } from "@/lib/gateway/model";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import { type AwaitedRecords, awaitedRecords, lateServers } from "./by-hand";
import type { Answer, DnsProvider } from "./ports";
import { holdingZone, holdsName, zonesFor } from "./zones";

const ttlSeconds = 60;
const longestAliasChain = 8;

/** Where a CA looks for the challenge of a host, before it follows a CNAME (RFC 8555, section 8.4). */
export function challengeNameOf(host: string): string {
  return `_acme-challenge.${host.replace(/^\*\./, "")}`;
}

/** The world in which a challenge is answered: that of the host, or the one to which its CNAME record leads. */
export function worldOf(world: World, name: string): World {
  const { challenges } = world.dns;
  return challenges && !isChallengeName(name) ? { ...world, dns: challenges.dns } : world;
}

function isChallengeName(name: string): boolean {
  return name.startsWith("_acme-challenge.");
}

/** Whether you enter the TXT record of that name yourself. */
export function isEnteredByHand({ dns }: World, name: string): boolean {
  return dns.byHand === true && (dns.challenges === undefined || isChallengeName(name));
}

/** Whether the settings have changed since: to answering challenges elsewhere, or back. */
export function isElsewhereNow({ dns }: World, challenges: readonly DnsChallenge[]): boolean {
  if (!dns.byHand) return false;
  const { challenges: elsewhere } = dns;
  return challenges.some(
    ({ name }) =>
      isChallengeName(name) === (elsewhere !== undefined) ||
      (elsewhere?.isTarget !== undefined && !elsewhere.isTarget(name)),
  );
}

/**
 * The CNAME records that have to lead to where challenges are answered, and what each name server has instead. Empty if all
 * are right, or if challenges are answered in the host's own zone.
 */
export async function missingDelegations(
  { dns, resolver }: Pick<World, "dns" | "resolver">,
  zone: Zone,
  hosts: readonly string[],
): Promise<AwaitedRecords[]> {
  const { challenges } = dns;
  if (!challenges) return [];
  const names = [...new Set(hosts.map(challengeNameOf))];
  const records = await Promise.all(
    names.map(async (name) => {
      const [target, found] = await Promise.all([
        challenges.targetOf(name),
        resolver.ask(zone.nameServers, name, "CNAME"),
      ]);
      return awaitedRecords({ zone: zone.apex, name, type: "CNAME", expected: [target], found });
    }),
  );
  return records.filter((each) => lateServers(each).length > 0);
}

/**
 * Where the TXT record of a challenge belongs: the name itself, or the target of a CNAME there, which the CA may
 * follow (RFC 8555, section 8.4). Ignores a CNAME that a name server synthesizes from a wildcard, because a TXT
 * record of the exact name takes precedence (RFC 4592, section 3.3.1). Changes nothing. Throws `rejected` if nobody
 * can write there.
 */
export async function challengeName(world: World, zone: Zone, name: string): Promise<string> {
  if (world.dns.challenges) return world.dns.challenges.targetOf(name);
  let current = name;
  for (let hop = 0; hop < longestAliasChain; hop += 1) {
    const holder = hop === 0 ? await zoneAtOrBelow(world, zone, current) : await zoneOf(world, current);
    const alias = await aliasOf(world, holder, current);
    if (alias === null) return current;
    current = alias;
  }
  throw new Failure("rejected", texts.aliasChain({ name, count: longestAliasChain }), {
    remedy: texts.aliasChainRemedy({ name }),
  });
}

/** A challenge name can be a zone of its own. */
async function zoneAtOrBelow(world: World, zone: Zone, name: string): Promise<Zone> {
  if (name !== zone.apex && !name.endsWith(`.${zone.apex}`)) return zoneOf(world, name);
  const [closest] = zonesFor(await world.dns.zones({ holding: name }), name);
  return closest && closest.apex.length > zone.apex.length ? zoneOf(world, name) : zone;
}

/**
 * The target of a CNAME record of the exact name. If every name server says that there is none, there is none. In
 * any doubt, such as a silent server or an answer that may come from a wildcard, the provider's records decide.
 */
async function aliasOf(world: World, zone: Zone, name: string): Promise<string | null> {
  const answers = await world.resolver.ask(zone.nameServers, name, "CNAME");
  const isKnown = answers.length > 0 && answers.every(({ values }) => values?.length === 0);
  if (isKnown && !answers.some(({ alias }) => alias !== undefined)) return null;
  const existing = await world.dns.readAll(zone, name);
  const cname = existing.find(({ type }) => type === "CNAME");
  if (cname && !cname.set) throw noPlaceFor(name, cname, zone);
  return cname?.set?.values[0] ?? null;
}

/**
 * Adds the values to the existing ones. `seen` is what the name servers said a moment ago. If all of them said that
 * there is nothing, the provider is assumed to hold nothing, and a `conflict` says if that is wrong. Null if the
 * values may have been written before: then it reads from the provider and writes nothing twice.
 */
export async function addChallenges(
  world: World,
  challenges: readonly DnsChallenge[],
  seen: readonly ChallengeAnswer[] | null,
): Promise<void> {
  await Promise.all(
    [...valuesByName(challenges)].map(([name, values]) => {
      const said = seen?.filter((each) => each.name === name) ?? [];
      const nothingKnown = said.length > 0 && said.every(({ answer }) => answer.values?.length === 0);
      return add(world, name, values, nothingKnown);
    }),
  );
}

/**
 * Removes only these values, and the record set if nothing else is left in it. Does nothing where you enter records by hand. The
 * host may have moved to this provider while the order was pending, so the others are asked, too; one that fails is left out,
 * because it may have nothing to do with the host.
 */
export async function removeChallenges(world: World, challenges: readonly DnsChallenge[]): Promise<void> {
  const names = [...valuesByName(challenges)];
  const elsewhere = (world.otherDns ?? []).flatMap((dns) =>
    names.map(([name, values]) => remove({ ...world, dns }, name, values)),
  );
  await Promise.all([
    ...names.map(([name, values]) => remove(world, name, values)),
    Promise.allSettled(elsewhere),
  ]);
}

/** What one name server says about the TXT records of one name. */
export interface ChallengeAnswer {
  name: string;
  /** The apex of the zone that holds it. */
  zone: string;
  answer: Answer;
  /** It shows every value that the CA will look for. */
  isComplete: boolean;
}

/** Asks each name server of the zones that hold the challenges. */
export async function askForChallenges(
  world: World,
  challenges: readonly DnsChallenge[],
): Promise<ChallengeAnswer[]> {
  const answers = await Promise.all(
    [...valuesByName(challenges)].map(async ([name, values]) => {
      const zone = await zoneOf(world, name);
      const said = await world.resolver.ask(zone.nameServers, name, "TXT");
      return said.map((answer) => ({
        name,
        zone: zone.apex,
        answer,
        isComplete: values.every((value) => answer.values?.includes(value)),
      }));
    }),
  );
  return answers.flat();
}

async function add(
  everywhere: World,
  name: string,
  values: readonly string[],
  nothingKnown: boolean,
): Promise<void> {
  const world = worldOf(everywhere, name);
  const zone = await zoneOf(world, name);
  const fresh: RecordSet = { name, type: "TXT", ttlSeconds, values: [...values].sort() };
  if (nothingKnown) {
    try {
      return await world.dns.change(zone, [{ seen: null, next: fresh }]);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.kind !== "conflict") throw thrown;
    }
  }
  const existing = await world.dns.readAll(zone, name);
  const obstacle = existing.find(
    ({ type, set }) => type === "CNAME" || (type === "NS" && name !== zone.apex) || (type === "TXT" && !set),
  );
  if (obstacle) throw noPlaceFor(name, obstacle, zone);
  const seen = existing.find(({ type }) => type === "TXT")?.set ?? null;
  const merged = [...new Set([...(seen?.values ?? []), ...values])].sort();
  if (seen && merged.length === seen.values.length) return;
  await world.dns.change(zone, [{ seen, next: seen ? { ...seen, values: merged } : fresh }]);
}

function noPlaceFor(name: string, { type, described }: ExistingRecords, zone: Zone): Failure {
  return new Failure("rejected", texts.noPlaceForTxt({ name, type, described }), {
    remedy: texts.deleteRecord({ type, name, zone: zone.id }),
  });
}

async function remove(everywhere: World, name: string, values: readonly string[]): Promise<void> {
  if (isEnteredByHand(everywhere, name)) return;
  const world = worldOf(everywhere, name);
  const zone = await holdingZone(world, name);
  await Promise.all([
    // If the zone is gone, so is the challenge.
    zone ? removeFrom(zone, world, name, values) : null,
    removeElsewhere(zone, world, name, values).catch(() => undefined),
  ]);
}

async function removeFrom(
  zone: Zone,
  { dns }: World,
  name: string,
  values: readonly string[],
): Promise<void> {
  const alone: RecordSet = { name, type: "TXT", ttlSeconds, values: [...values].sort() };
  try {
    return await dns.change(zone, [{ seen: alone, next: null }]);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.kind !== "conflict") throw thrown;
  }
  await removeSeen(zone, dns, name, values);
}

/** Metadata may have named another zone when the values were written. One that fails may have nothing to do with that. */
async function removeElsewhere(zone: Zone | null, { dns }: World, name: string, values: readonly string[]) {
  const zones = await dns.zones({ holding: name, everywhere: true });
  const others = zones.filter((each) => each.id !== zone?.id && holdsName(each, name));
  await Promise.allSettled(others.map((each) => removeSeen(each, dns, name, values)));
}

async function removeSeen(
  zone: Zone,
  dns: DnsProvider,
  name: string,
  values: readonly string[],
): Promise<void> {
  const existing = await dns.readAll(zone, name);
  const seen = existing.find(({ type }) => type === "TXT")?.set ?? null;
  const rest = seen?.values.filter((value) => !values.includes(value)) ?? [];
  if (!seen || rest.length === seen.values.length) return;
  await dns.change(zone, [{ seen, next: rest.length > 0 ? { ...seen, values: rest } : null }]);
}

async function zoneOf(everywhere: World, name: string): Promise<Zone> {
  const world = worldOf(everywhere, name);
  const zone = (await holdingZone(world, name)) ?? (await holdingZone(world, name, { fresh: true }));
  if (zone) return zone;
  throw new Failure("rejected", texts.noZoneForChallenge({ provider: world.dns.title, name }), {
    remedy: texts.noZoneForChallengeRemedy({ name }),
  });
}

function valuesByName(challenges: readonly DnsChallenge[]): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const { name, value } of challenges) grouped.set(name, [...(grouped.get(name) ?? []), value]);
  return grouped;
}
