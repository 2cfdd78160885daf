import { providersOf } from "@/lib/gateway/dns/parent-delegation";
import type { Answer } from "@/lib/gateway/dns/ports";
import { sameNames } from "@/lib/gateway/dns/zones";
import type { AskedType } from "@/lib/gateway/model";
import type { World } from "@/lib/gateway/world";

/** Records that the name servers of today answer with, and that those of tomorrow lack or have with other values. */
export interface Difference {
  name: string;
  type: AskedType;
  now: string[];
  /** Empty if the records would be gone. */
  next: string[];
}

/** A question that no name server of today answered: what it would have named may be lost. */
export type Unanswered = Pick<Difference, "name" | "type">;

export interface Comparison {
  differences: Difference[];
  unanswered: Unanswered[];
  /** How many names both were asked for. */
  names: number;
  /** All names of the zone of today are known, because a DNS provider of the virtual cluster has it. */
  isComplete: boolean;
  /** Whether a server on each side answers for the domain. `nothing`: every server says that it doesn't serve it. */
  now: Side;
  next: Side;
}

export type Side = "answers" | "silent" | "nothing";

const addresses: readonly AskedType[] = ["A", "AAAA"];

/**
 * Names that are often in use. Nobody can list a zone from outside, so Lamia asks for these, for the zone's apex, and for every
 * Secured Host below it.
 */
const usualLabels: readonly (readonly [string, readonly AskedType[]])[] = [
  ...["www", "*", "api", "app", "blog", "cdn", "dev", "docs", "ftp", "git", "help", "m", "portal", "shop"],
  ...["staging", "static", "status", "test", "vpn", "webmail", "autodiscover", "imap", "mail", "pop", "smtp"],
].map((label) => [label, addresses] as const);
const mailLabels = [
  "_dmarc",
  "_mta-sts",
  "default._domainkey",
  "google._domainkey",
  "selector1._domainkey",
  "selector2._domainkey",
  "k1._domainkey",
];
const apexTypes: readonly AskedType[] = ["A", "AAAA", "MX", "TXT", "CAA"];
const mostHosts = 100;
/** Servers answer a client that asks too much at once with silence. */
const questionsAtOnce = 16;

/**
 * Asks the name servers of today and those of tomorrow for the same names, and says what would change for the world. Changes
 * nothing. Both are asked themselves, so it doesn't matter which of them the domain is delegated to.
 */
export async function compareNameServers(
  domain: string,
  { now, next }: { now: readonly string[]; next: readonly string[] },
  hosts: readonly string[],
  world: Pick<World, "dns" | "otherDns" | "resolver">,
): Promise<Comparison> {
  const [today, tomorrow, known] = await Promise.all([
    sideOf(domain, now, world),
    sideOf(domain, next, world),
    namesAtProvider(domain, now, world),
  ]);
  const asked = namesToAsk(domain, hosts, known);
  const sides = { now: today.side, next: tomorrow.side };
  const isComplete = known !== null;
  if (today.side !== "answers")
    return {
      differences: [],
      unanswered: [],
      names: asked.size,
      isComplete: isComplete && today.side === "nothing",
      ...sides,
    };
  const [{ found: before, unanswered }, { found: after }] = await Promise.all([
    recordsAt(today.servers, asked, world),
    recordsAt(tomorrow.servers, asked, world),
  ]);
  const wildcard = new Set(before.filter(({ name }) => name === `*.${domain}`).map(valueKey));
  const own = new Set([domain, `www.${domain}`, `*.${domain}`, ...hosts, ...(known ?? new Map()).keys()]);
  const differences = before
    // What only the wildcard answers is listed once, as the wildcard.
    .filter((set) => own.has(set.name) || !wildcard.has(valueKey(set)))
    .map((set) => ({ ...set, next: after.find(isLike(set))?.now ?? [] }))
    .filter((set) => !sameNames(set.now, set.next));
  return { differences, unanswered, names: asked.size, isComplete, ...sides };
}

type Found = Omit<Difference, "next">;
const isLike = (one: Found) => (other: Found) => one.name === other.name && one.type === other.type;
const valueKey = ({ type, now }: Found) => JSON.stringify([type, now.toSorted()]);

/** The servers that may be asked; the first one has answered for the domain. None if none has. */
async function sideOf(
  domain: string,
  servers: readonly string[],
  { resolver }: Pick<World, "resolver">,
): Promise<{ side: Side; servers: readonly string[] }> {
  const answers = await resolver.ask(servers, domain, "NS");
  const answering = answers.find(({ values }) => values?.length);
  if (answering) {
    const others = servers.filter((server) => server !== answering.server);
    return { side: "answers", servers: [answering.server, ...others] };
  }
  // A server that has the domain has its NS records, too.
  const isNothing = (answer: Answer) => answer.isLame === true || answer.values !== null;
  return { side: answers.every(isNothing) ? "nothing" : "silent", servers: [] };
}

function namesToAsk(
  domain: string,
  hosts: readonly string[],
  known: ReadonlyMap<string, readonly AskedType[]> | null,
): Map<string, readonly AskedType[]> {
  return new Map<string, readonly AskedType[]>([
    ...usualLabels.map(([label, types]) => [`${label}.${domain}`, types] as const),
    ...mailLabels.map((label) => [`${label}.${domain}`, ["TXT"]] as const),
    ...hosts.slice(0, mostHosts).map((host) => [host, addresses] as const),
    ...(known ?? []),
    [domain, apexTypes],
  ]);
}

/** The names of the zone of today, if a provider of the virtual cluster has it; null if none has. */
async function namesAtProvider(
  domain: string,
  servers: readonly string[],
  world: Pick<World, "dns" | "otherDns">,
): Promise<Map<string, AskedType[]> | null> {
  for (const dns of providersOf(world).filter(({ byHand }) => !byHand)) {
    const zones = await dns.zones({ holding: domain }).catch(() => []);
    const zone = zones.find((each) => each.apex === domain && sameNames(each.nameServers, servers));
    const records = zone ? await dns.records(zone).catch(() => null) : null;
    if (!records) continue;
    const kept = records.filter(({ name, type }) => !(name === domain && type === "NS"));
    const byName = Map.groupBy(kept, ({ name }) => name);
    return new Map([...byName].map(([name, sets]) => [name, sets.map(({ type }) => type)]));
  }
  return null;
}

interface Reading {
  found: Found[];
  unanswered: Unanswered[];
}

/** One server at a time is asked, and the next one only about what the one before left open. */
async function recordsAt(
  servers: readonly string[],
  asked: ReadonlyMap<string, readonly AskedType[]>,
  { resolver }: Pick<World, "resolver">,
): Promise<Reading> {
  let open = [...asked].flatMap(([name, types]) => types.map((type) => ({ name, type })));
  const found = new Map<string, Found>();
  async function isOpen(server: string, { name, type }: Unanswered): Promise<boolean> {
    const [answer] = await resolver.ask([server], name, type);
    const alias = answer?.alias;
    if (alias !== undefined) found.set(`${name} CNAME`, { name, type: "CNAME", now: [alias] });
    else if (answer?.values?.length) found.set(`${name} ${type}`, { name, type, now: answer.values });
    // A referral is an answer, too: the name belongs to another zone, which stays where it is.
    return alias === undefined && answer?.values == null && answer?.referral === undefined;
  }
  for (const server of servers) {
    const left: Unanswered[] = [];
    for (let at = 0; at < open.length; at += questionsAtOnce) {
      const some = open.slice(at, at + questionsAtOnce);
      const isLeft = await Promise.all(some.map((question) => isOpen(server, question)));
      left.push(...some.filter((_, index) => isLeft[index]));
    }
    open = left;
    if (open.length === 0) break;
  }
  return { found: [...found.values()], unanswered: open };
}
