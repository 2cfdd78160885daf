import { Failure } from "../failure";
import type { RecordSet, Zone } from "../model";
import type { Answer, DnsChallenge, World } from "../world";
import { zoneFor } from "../zones";

const ttlSeconds = 60;
const longestAliasChain = 8;

/**
 * Where the TXT of a challenge has to stand: the name itself, or what a CNAME there leads to (RFC 8555, section
 * 8.4, allows the CA to follow it).
 */
export async function challengeName(world: World, zone: Zone, name: string): Promise<string> {
  let current = name;
  for (let hop = 0; hop < longestAliasChain; hop += 1) {
    const holder = hop === 0 ? zone : await holdingZone(world, current);
    const answers = await world.resolver.ask(holder.nameServers, current, "CNAME");
    const alias = answers.find((answer) => answer.values?.[0])?.values?.[0];
    if (!alias) return current;
    current = alias;
  }
  throw new Failure("rejected", `${name} is a chain of more than ${longestAliasChain} CNAMEs.`, {
    remedy: `Remove the CNAME records at ${name}.`,
  });
}

/**
 * Adds the values beside whatever stands there already. `seen`: what the name servers said a moment ago; where all of
 * them said that there is nothing, the provider is believed to hold nothing, and a conflict tells if that is wrong.
 */
export async function addChallenges(
  world: World,
  challenges: readonly DnsChallenge[],
  seen: readonly ChallengeAnswer[],
): Promise<void> {
  await Promise.all(
    [...valuesByName(challenges)].map(([name, values]) => {
      const nothingKnown = seen.every((each) => each.name !== name || each.answer.values?.length === 0);
      return add(world, name, values, nothingKnown);
    }),
  );
}

/** Removes these values only, and the record set when nothing else is left in it. */
export async function removeChallenges(world: World, challenges: readonly DnsChallenge[]): Promise<void> {
  await Promise.all([...valuesByName(challenges)].map(([name, values]) => remove(world, name, values)));
}

/** What one name server says of the TXT records of one name. */
export interface ChallengeAnswer {
  name: string;
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
      const zone = await holdingZone(world, name);
      const said = await world.resolver.ask(zone.nameServers, name, "TXT");
      return said.map((answer) => ({
        name,
        answer,
        isComplete: values.every((value) => answer.values?.includes(value)),
      }));
    }),
  );
  return answers.flat();
}

async function add(
  world: World,
  name: string,
  values: readonly string[],
  nothingKnown: boolean,
): Promise<void> {
  const zone = await holdingZone(world, name);
  const fresh: RecordSet = { name, type: "TXT", ttlSeconds, values: [...values].sort() };
  if (nothingKnown) {
    try {
      return await world.dns.change(zone, [{ seen: null, next: fresh }]);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.kind !== "conflict") throw thrown;
    }
  }
  const seen = await world.dns.read(zone, name, "TXT");
  const merged = [...new Set([...(seen?.values ?? []), ...values])].sort();
  if (seen && merged.length === seen.values.length) return;
  await world.dns.change(zone, [{ seen: seen, next: seen ? { ...seen, values: merged } : fresh }]);
}

async function remove(world: World, name: string, values: readonly string[]): Promise<void> {
  const zone = await holdingZone(world, name);
  const alone: RecordSet = { name, type: "TXT", ttlSeconds, values: [...values].sort() };
  try {
    return await world.dns.change(zone, [{ seen: alone, next: null }]);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.kind !== "conflict") throw thrown;
  }
  const seen = await world.dns.read(zone, name, "TXT");
  const rest = seen?.values.filter((value) => !values.includes(value)) ?? [];
  if (!seen || rest.length === seen.values.length) return;
  await world.dns.change(zone, [{ seen: seen, next: rest.length > 0 ? { ...seen, values: rest } : null }]);
}

async function holdingZone(world: World, name: string): Promise<Zone> {
  const zone = zoneFor(await world.dns.zones(), name);
  if (zone) return zone;
  throw new Failure(
    "rejected",
    `No zone at ${world.dns.title} holds ${name}, where the CA looks for the challenge.`,
    {
      remedy: `Remove the CNAME that leads to ${name}, or add its zone to the same DNS account.`,
    },
  );
}

function valuesByName(challenges: readonly DnsChallenge[]): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const { name, value } of challenges) grouped.set(name, [...(grouped.get(name) ?? []), value]);
  return grouped;
}
