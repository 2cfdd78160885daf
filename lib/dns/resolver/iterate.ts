import type { RecordType } from "@/lib/gateway/model";
import { type Endpoint, exchange, NoAnswer, type Patience } from "./exchange";
import { isWithin, type Reading, type Referral, readMessage } from "./message";

export interface IterationOptions {
  rootServers: readonly Endpoint[];
  /** Port of every name server below the root. */
  port: number;
  patience: Patience;
}

/** Servers of one zone, as its parent named them. */
export interface ZoneServers {
  zone: string;
  servers: { name: string; addresses: string[] }[];
}

export interface Iterator {
  /** Asks one address for what it holds itself. Throws `NoAnswer`. */
  ask(endpoint: Endpoint, name: string, type: RecordType, zone: string): Promise<Reading>;
  /** The servers of the closest zone strictly above `name`, walked down from the root. Throws `NoAnswer`. */
  parentOf(name: string): Promise<ZoneServers>;
  /** From the root to the answer, following aliases. Values are empty when there are none. Throws `NoAnswer`. */
  lookup(
    name: string,
    type: RecordType,
  ): Promise<{ values: string[]; ttlSeconds: number; alias: string | null }>;
  /** Addresses of a name server, IPv4 first; kept for as long as its records say, at most five minutes. */
  addressesOf(server: string): Promise<string[]>;
}

const longestKeptMs = 300_000;
const maxAliases = 8;
const maxReferrals = 24;
/** How deep the addresses of name servers may depend on other name servers. */
const maxDepth = 6;

interface Kept<Value> {
  value: Promise<Value>;
  untilMs: number;
}

/**
 * Resolution from the root down (RFC 1034, section 5.3.3), without a cache of answers. What is kept are addresses of
 * name servers and what the root says of top-level domains: neither is what anybody waits for.
 */
export function iterator({ rootServers, port, patience }: IterationOptions): Iterator {
  const addresses = new Map<string, Kept<string[]>>();
  const topLevels = new Map<string, Kept<ZoneServers>>();
  const root: ZoneServers = { zone: "", servers: [] };

  async function ask(endpoint: Endpoint, name: string, type: RecordType, zone: string): Promise<Reading> {
    return readMessage(await exchange(endpoint, { name, type }, patience), { name, type }, zone);
  }

  /** The first server of the zone that gives a usable answer; they are tried in an order of chance. */
  async function askAny(at: ZoneServers, name: string, type: RecordType, depth: number): Promise<Reading> {
    let problem = new NoAnswer(`no name server of ${at.zone || "the root"} has an address`);
    for await (const endpoint of endpointsOf(at, depth)) {
      try {
        return await ask(endpoint, name, type, at.zone);
      } catch (thrown) {
        if (!(thrown instanceof NoAnswer)) throw thrown;
        problem = new NoAnswer(
          `a name server of ${at.zone || "the root"} (${endpoint.address}): ${thrown.message}`,
        );
      }
    }
    throw problem;
  }

  async function* endpointsOf({ zone, servers }: ZoneServers, depth: number): AsyncGenerator<Endpoint> {
    if (zone === "") {
      yield* shuffled(rootServers);
      return;
    }
    // Those whose address came along first: the others cost a walk of their own.
    for (const { name, addresses: known } of shuffled(servers).sort((a, b) => given(b) - given(a))) {
      const found = known.length > 0 ? known : await addressesOf(name, depth + 1).catch(() => []);
      for (const address of ipv4First(found)) yield { address, port };
    }
  }

  function zoneServersOf({ zone, servers }: Referral): ZoneServers {
    for (const { name, addresses: glue, ttlSeconds } of servers) {
      if (glue.length > 0) keep(addresses, name, Promise.resolve(ipv4First(glue)), ttlSeconds);
    }
    return { zone, servers };
  }

  /** One step down from `at` towards `name`; null when no zone is cut off at or above it. */
  async function descend(at: ZoneServers, name: string, depth: number): Promise<ZoneServers | null> {
    const kept = at.zone === "" ? current(topLevels, name) : undefined;
    if (kept) return kept;
    const reading = await askAny(at, name, "NS", depth);
    if (reading.kind === "referral") {
      const below = zoneServersOf(reading.referral);
      const ttlSeconds = Math.min(...reading.referral.servers.map((server) => server.ttlSeconds));
      if (at.zone === "" && below.zone === name) keep(topLevels, name, Promise.resolve(below), ttlSeconds);
      return below;
    }
    // The same servers hold the zone below too (uk and co.uk): no referral, but the zone's own NS records.
    if (reading.kind !== "records" || !reading.authoritative) return null;
    return { zone: name, servers: reading.values.map((server) => ({ name: server, addresses: [] })) };
  }

  async function parentOf(name: string, depth = 0): Promise<ZoneServers> {
    const labels = name.split(".");
    let at = root;
    for (let count = 1; count < labels.length; count++) {
      const suffix = labels.slice(-count).join(".");
      if (at.zone !== "" && isWithin(at.zone, suffix)) continue;
      const below = await descend(at, suffix, depth);
      if (below && below.zone !== name) at = below;
    }
    return at;
  }

  async function lookup(name: string, type: RecordType, depth = 0) {
    let at = await parentOf(name, depth);
    let target = name;
    let aliases = 0;
    for (let steps = 0; steps < maxReferrals; steps++) {
      const reading = await askAny(at, target, type, depth);
      const alias = target === name ? null : target;
      if (reading.kind === "records")
        return { values: reading.values, ttlSeconds: reading.ttlSeconds, alias };
      if (reading.kind === "none") return { values: [], ttlSeconds: 0, alias };
      if (reading.kind === "referral") at = zoneServersOf(reading.referral);
      else {
        aliases += 1;
        if (aliases > maxAliases)
          throw new NoAnswer(`${name} is an alias of an alias, more than ${maxAliases} times`);
        target = reading.target;
        at = await parentOf(target, depth);
      }
    }
    throw new NoAnswer(`${name} is sent from name server to name server without an end`);
  }

  function addressesOf(server: string, depth = 0): Promise<string[]> {
    const kept = current(addresses, server);
    if (kept) return kept;
    if (depth > maxDepth)
      return Promise.reject(new NoAnswer("its address depends on too many other name servers"));
    const found = Promise.all([lookup(server, "A", depth), lookup(server, "AAAA", depth)]);
    const entry = keep(
      addresses,
      server,
      found.then((both) => both.flatMap(({ values }) => values)),
      longestKeptMs / 1_000,
    );
    found.then(
      (both) => {
        const lives = both.filter(({ values }) => values.length > 0).map(({ ttlSeconds }) => ttlSeconds);
        // Without an address there is nothing to keep.
        entry.untilMs =
          Date.now() + Math.min(longestKeptMs, Math.min(...lives, lives.length > 0 ? Infinity : 0) * 1_000);
      },
      () => addresses.delete(server),
    );
    return entry.value;
  }

  return { ask, parentOf, lookup, addressesOf };
}

function current<Value>(kept: Map<string, Kept<Value>>, key: string): Promise<Value> | undefined {
  const entry = kept.get(key);
  return entry && Date.now() < entry.untilMs ? entry.value : undefined;
}

function keep<Value>(kept: Map<string, Kept<Value>>, key: string, value: Promise<Value>, ttlSeconds: number) {
  const entry = { value, untilMs: Date.now() + Math.min(longestKeptMs, ttlSeconds * 1_000) };
  kept.set(key, entry);
  return entry;
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
