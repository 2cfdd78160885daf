import type { AskedType } from "@/lib/gateway/model";
import { texts } from "../texts";
import { type Endpoint, exchange, keptByName, NoAnswer, type Patience } from "./exchange";
import { isWithin, type Reading, type Referral, readMessage } from "./message";

interface IterationOptions {
  rootServers: readonly Endpoint[];
  /** Port of every name server below the root. */
  port: number;
  patience: Patience;
  /** Which addresses below the root may be asked; by default all. */
  mayAsk?: (address: string) => boolean;
}

/** The servers of one zone, as its parent zone names them. */
export interface ZoneServers {
  zone: string;
  servers: { name: string; addresses: string[] }[];
}

export interface Walker {
  /** Asks one address for what it holds itself. Throws `NoAnswer`. */
  ask(endpoint: Endpoint, name: string, type: AskedType, zone: string): Promise<Reading>;
  /** The servers of the closest zone strictly above `name`, walked down from the root. Throws `NoAnswer`. */
  parentOf(name: string): Promise<ZoneServers>;
  /** From the root to the answer, following aliases. Values are empty if there are none. Throws `NoAnswer`. */
  lookup(
    name: string,
    type: AskedType,
  ): Promise<{ values: string[]; ttlSeconds: number; alias: string | null }>;
  /** Addresses of a name server, IPv4 first; cached for as long as its records say, at most five minutes. */
  addressesOf(server: string): Promise<string[]>;
}

const maxAliases = 8;
const maxServersTried = 6;
const maxReferrals = 24;
/** How deep the addresses of name servers may depend on other name servers. */
const maxDepth = 6;

/** How many queries one question may cost, so that no zone can keep us busy forever. */
const maxQueries = 150;

/** A question from a caller, and everything that is asked on its behalf. */
interface Errand {
  /** Name servers whose addresses are being resolved, outermost first. */
  path: readonly string[];
  budget: { queries: number };
}

/**
 * Resolution from the root down (RFC 1034, section 5.3.3), without a cache of answers. It caches only addresses of name
 * servers and what the root says about top-level domains, because nobody waits for a change of those.
 */
export function walkerFrom({ rootServers, port, patience, mayAsk = () => true }: IterationOptions): Walker {
  const addresses = keptByName<string[]>();
  const topLevels = keptByName<ZoneServers>();
  const underWay = new Map<string, Promise<string[]>>();
  const root: ZoneServers = { zone: "", servers: [] };

  async function ask(endpoint: Endpoint, name: string, type: AskedType, zone: string): Promise<Reading> {
    return readMessage(await exchange(endpoint, { name, type }, patience), { name, type }, zone);
  }

  /**
   * The first usable answer from a server of the zone. The servers are tried in random order, each once, so that a dead one
   * costs little; a zone's only server gets as much patience as any.
   */
  async function askAny(at: ZoneServers, name: string, type: AskedType, errand: Errand): Promise<Reading> {
    const where = at.zone || texts.root;
    let problem = new NoAnswer(texts.noServerAddress({ zone: where }));
    const tried: Endpoint[] = [];
    const attempt = async (endpoint: Endpoint): Promise<Reading | null> => {
      errand.budget.queries -= 1;
      if (errand.budget.queries < 0) throw new NoAnswer(texts.tooManyQueries);
      try {
        const once = { ...patience, tries: 1 };
        return readMessage(await exchange(endpoint, { name, type }, once), { name, type }, at.zone);
      } catch (thrown) {
        if (!(thrown instanceof NoAnswer)) throw thrown;
        problem = new NoAnswer(
          texts.atServer({ zone: where, address: endpoint.address, problem: thrown.message }),
        );
        return null;
      }
    };
    for await (const endpoint of endpointsOf(at, errand)) {
      const reading = await attempt(endpoint);
      if (reading) return reading;
      tried.push(endpoint);
      if (tried.length >= maxServersTried) break;
    }
    const [only] = tried.length === 1 ? tried : [];
    const again = only && patience.tries > 1 ? await attempt(only) : null;
    if (again) return again;
    throw problem;
  }

  async function* endpointsOf({ zone, servers }: ZoneServers, errand: Errand): AsyncGenerator<Endpoint> {
    if (zone === "") {
      yield* shuffled(rootServers);
      return;
    }
    // First those whose address came with the referral: each of the others needs a resolution of its own.
    for (const { name, addresses: known } of shuffled(servers).sort((a, b) => given(b) - given(a))) {
      const found = known.length > 0 ? known : await nestedAddresses(name, errand).catch(() => []);
      for (const address of ipv4First(found).filter(mayAsk)) yield { address, port };
    }
  }

  function zoneServersOf({ zone, servers }: Referral): ZoneServers {
    for (const { name, addresses: glue, ttlSeconds } of servers) {
      if (glue.length > 0) addresses.keep(name, ipv4First(glue), ttlSeconds);
    }
    return { zone, servers };
  }

  /** One step down from `at` towards `name`; null if no zone is cut off at or above the name. */
  async function descend(at: ZoneServers, name: string, errand: Errand): Promise<ZoneServers | null> {
    const kept = at.zone === "" ? topLevels.current(name) : undefined;
    if (kept) return kept;
    const reading = await askAny(at, name, "NS", errand);
    if (reading.kind === "referral") {
      const below = zoneServersOf(reading.referral);
      const ttlSeconds = Math.min(...reading.referral.servers.map((server) => server.ttlSeconds));
      if (at.zone === "" && below.zone === name) topLevels.keep(name, below, ttlSeconds);
      return below;
    }
    // The same servers also serve the zone below (uk and co.uk): not a referral, but the zone's own NS records.
    if (reading.kind !== "records" || !reading.authoritative) return null;
    const known = new Map(at.servers.map((server) => [server.name, server.addresses]));
    return {
      zone: name,
      servers: reading.values.map((server) => ({ name: server, addresses: known.get(server) ?? [] })),
    };
  }

  async function parentOf(name: string, errand = newErrand()): Promise<ZoneServers> {
    const labels = name.split(".");
    let at = root;
    for (let count = 1; count < labels.length; count++) {
      const suffix = labels.slice(-count).join(".");
      if (at.zone !== "" && isWithin(at.zone, suffix)) continue;
      const below = await descend(at, suffix, errand);
      if (below && below.zone !== name) at = below;
    }
    return at;
  }

  async function lookup(name: string, type: AskedType, errand = newErrand()) {
    let at = await parentOf(name, errand);
    let target = name;
    let aliases = 0;
    for (let steps = 0; steps < maxReferrals; steps++) {
      const reading = await askAny(at, target, type, errand);
      const alias = target === name ? null : target;
      if (reading.kind === "records")
        return { values: reading.values, ttlSeconds: reading.ttlSeconds, alias };
      if (reading.kind === "none") return { values: [], ttlSeconds: 0, alias };
      if (reading.kind === "referral") at = zoneServersOf(reading.referral);
      else {
        aliases += 1;
        if (aliases > maxAliases) throw new NoAnswer(texts.tooManyAliases({ name, count: maxAliases }));
        target = reading.target;
        at = await parentOf(target, errand);
      }
    }
    throw new NoAnswer(texts.endlessReferrals({ name }));
  }

  /** One address family is enough; without any address, nothing is cached. */
  async function lookupAddresses(server: string, errand: Errand) {
    const both = await Promise.allSettled([lookup(server, "A", errand), lookup(server, "AAAA", errand)]);
    const answered = both.filter((result) => result.status === "fulfilled").map(({ value }) => value);
    const found = answered.filter(({ values }) => values.length > 0);
    const [first] = both;
    if (found.length === 0 && first.status === "rejected") throw first.reason;
    const ttlSeconds = found.length > 0 ? Math.min(...found.map((each) => each.ttlSeconds)) : 0;
    return { values: found.flatMap(({ values }) => values), ttlSeconds };
  }

  async function resolveAddresses(server: string, errand: Errand): Promise<string[]> {
    const { values, ttlSeconds } = await lookupAddresses(server, errand);
    if (values.length > 0) addresses.keep(server, values, ttlSeconds);
    return values;
  }

  /**
   * An address needed on the way to something else. It doesn't wait for a resolution that another question has started,
   * because two that wait for each other would wait forever.
   */
  async function nestedAddresses(server: string, { path, budget }: Errand): Promise<string[]> {
    const kept = addresses.current(server);
    if (kept) return kept;
    if (path.includes(server) || path.length >= maxDepth) throw new NoAnswer(texts.addressLoop);
    return resolveAddresses(server, { path: [...path, server], budget });
  }

  function addressesOf(server: string): Promise<string[]> {
    const kept = addresses.current(server);
    if (kept) return Promise.resolve(kept);
    const shared = underWay.get(server);
    if (shared) return shared;
    const found = resolveAddresses(server, newErrand(server)).finally(() => underWay.delete(server));
    underWay.set(server, found);
    return found;
  }

  return { ask, parentOf, lookup, addressesOf };
}

function newErrand(...path: string[]): Errand {
  return { path, budget: { queries: maxQueries } };
}

function given({ addresses }: { addresses: readonly string[] }): number {
  return addresses.length > 0 ? 1 : 0;
}

function ipv4First(addresses: readonly string[]): string[] {
  return [...addresses].sort((a, b) => Number(a.includes(":")) - Number(b.includes(":")));
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** IANA's root hints: a.root-servers.net to m.root-servers.net, IPv4 (https://www.iana.org/domains/root/servers). */
export const ianaRootServers: readonly Endpoint[] = [
  "198.41.0.4",
  "170.247.170.2",
  "192.33.4.12",
  "199.7.91.13",
  "192.203.230.10",
  "192.5.5.241",
  "192.112.36.4",
  "198.97.190.53",
  "192.36.148.17",
  "192.58.128.30",
  "193.0.14.129",
  "199.7.83.42",
  "202.12.27.33",
].map((address) => ({ address, port: 53 }));
