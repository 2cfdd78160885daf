import { isWithin, parentName, type RecordSet, type RecordType, selfAndAncestors } from "./record-set";

/** The record sets of one zone, with the empty names between them (RFC 8499 "empty non-terminals"). */
export interface ZoneContent {
  readonly apex: string;
  /** The sets at exactly this name; undefined when it has none. */
  at(name: string): ReadonlyMap<RecordType, RecordSet> | undefined;
  get(name: string, type: RecordType): RecordSet | undefined;
  /** Whether the name or a descendant has records (RFC 4592 2.2.2). */
  exists(name: string): boolean;
  all(): IterableIterator<RecordSet>;
  readonly size: number;
  /** Removes, then adds; an added set replaces an existing one of the same name and type. */
  apply(deletions: readonly RecordSet[], additions: readonly RecordSet[]): void;
}

export function zoneContent(apex: string, sets: Iterable<RecordSet> = []): ZoneContent {
  const names = new Map<string, Map<RecordType, RecordSet>>();
  /** The number of record sets at or below each name. */
  const population = new Map<string, number>();
  let size = 0;

  function count(name: string, by: 1 | -1): void {
    size += by;
    for (let at: string | undefined = name; at !== undefined && isWithin(at, apex); at = parentName(at)) {
      const sum = (population.get(at) ?? 0) + by;
      if (sum === 0) population.delete(at);
      else population.set(at, sum);
    }
  }

  function remove({ name, type }: RecordSet): void {
    const here = names.get(name);
    if (!here?.delete(type)) return;
    if (here.size === 0) names.delete(name);
    count(name, -1);
  }

  function add(set: RecordSet): void {
    const here = names.get(set.name) ?? new Map<RecordType, RecordSet>();
    names.set(set.name, here);
    if (!here.has(set.type)) count(set.name, 1);
    here.set(set.type, set);
  }

  for (const set of sets) add(set);
  return {
    apex,
    at: (name) => names.get(name),
    get: (name, type) => names.get(name)?.get(type),
    exists: (name) => population.has(name),
    *all() {
      for (const here of names.values()) yield* here.values();
    },
    get size() {
      return size;
    },
    apply(deletions, additions) {
      for (const set of deletions) remove(set);
      for (const set of additions) add(set);
    },
  };
}

/** An authoritative server's answer to a question; record sets carry the owner name to send. */
export interface Reply {
  rcode: "NOERROR" | "NXDOMAIN" | "REFUSED";
  /** The AA bit; not set on referrals. */
  authoritative: boolean;
  answers: RecordSet[];
  authorities: RecordSet[];
  additionals: RecordSet[];
}

/** A and AAAA sets of a name server's host, for the additional section. */
export type Glue = (host: string) => RecordSet[];

export const refused: Reply = {
  rcode: "REFUSED",
  authoritative: false,
  answers: [],
  authorities: [],
  additionals: [],
};

/** A longer CNAME chain is cut off; a resolver continues by itself. */
const longestChain = 8;

/**
 * Answers from one zone (RFC 1034 4.3.2 with RFC 4592 wildcards): data, CNAME chain within the zone, referral at a
 * delegation, or NODATA or NXDOMAIN with the SOA (RFC 2308).
 * @param name absolute, lower case, within the zone
 * @param type the name of any type; one that is never stored gives NODATA
 */
export function lookup(zone: ZoneContent, name: string, type: string, glue: Glue = () => []): Reply {
  const answers: RecordSet[] = [];
  let current = name;
  for (let step = 0; step <= longestChain; step += 1) {
    const cut = delegationAbove(zone, current, type);
    if (cut) return referral(zone, cut, glue, answers);
    const found = setsFor(zone, current);
    if (!found) return negative(zone, zone.exists(current) ? "NOERROR" : "NXDOMAIN", answers);
    const exact =
      type === "ALIAS" ? undefined : (found.get(type as RecordType) ?? aliased(zone, found, type));
    if (exact) {
      answers.push({ ...exact, name: current });
      return {
        rcode: "NOERROR",
        authoritative: true,
        answers,
        authorities: [],
        additionals: type === "NS" ? glueOf(exact, zone, glue) : [],
      };
    }
    const alias = found.get("CNAME");
    if (!alias) return negative(zone, "NOERROR", answers);
    answers.push({ ...alias, name: current });
    const target = alias.rrdatas[0] ?? ".";
    if (!isWithin(target, zone.apex) || answers.some((set) => set.name === target)) break;
    current = target;
  }
  return { rcode: "NOERROR", authoritative: true, answers, authorities: [], additionals: [] };
}

/** The addresses of an ALIAS's target, if they are in the zone. */
function aliased(
  zone: ZoneContent,
  found: ReadonlyMap<RecordType, RecordSet>,
  type: string,
): RecordSet | undefined {
  const alias = found.get("ALIAS");
  if (!alias || (type !== "A" && type !== "AAAA")) return undefined;
  const target = setsFor(zone, alias.rrdatas[0] ?? ".")?.get(type);
  return target && { ...target, ttl: Math.min(alias.ttl, target.ttl) };
}

/** A referral to the servers of a delegated name, with any known glue. */
export function referral(zone: ZoneContent, cut: RecordSet, glue: Glue, answers: RecordSet[] = []): Reply {
  return {
    rcode: "NOERROR",
    authoritative: answers.length > 0,
    answers,
    authorities: [cut],
    additionals: glueOf(cut, zone, glue),
  };
}

/** NODATA or NXDOMAIN: the SOA's TTL is capped by its last field (RFC 2308 section 5). */
export function negative(zone: ZoneContent, rcode: "NOERROR" | "NXDOMAIN", answers: RecordSet[] = []): Reply {
  const soa = zone.get(zone.apex, "SOA");
  const minimum = Number(soa?.rrdatas[0]?.split(" ")[6]);
  const authorities = soa ? [{ ...soa, ttl: Math.min(soa.ttl, minimum) }] : [];
  return { rcode, authoritative: true, answers, authorities, additionals: [] };
}

function glueOf(servers: RecordSet, zone: ZoneContent, glue: Glue): RecordSet[] {
  return servers.rrdatas.flatMap((host) => {
    const own = [zone.get(host, "A"), zone.get(host, "AAAA")].filter((set) => set !== undefined);
    return own.length > 0 ? own : glue(host);
  });
}

/** The topmost NS set below the apex, at or above the name. DS belongs to the parent (RFC 4035 3.1.4.1). */
function delegationAbove(zone: ZoneContent, name: string, type: string): RecordSet | undefined {
  let cut: RecordSet | undefined;
  for (const ancestor of selfAndAncestors(name)) {
    if (ancestor === zone.apex) break;
    if (type === "DS" && ancestor === name) continue;
    cut = zone.get(ancestor, "NS") ?? cut;
  }
  return cut;
}

/** The sets at the name, or those of the wildcard at its closest encloser (RFC 4592 3.3.1). */
function setsFor(zone: ZoneContent, name: string): ReadonlyMap<RecordType, RecordSet> | undefined {
  const here = zone.at(name);
  if (here || zone.exists(name)) return here;
  let encloser = parentName(name);
  while (encloser !== undefined && !zone.exists(encloser)) encloser = parentName(encloser);
  if (encloser === undefined) return undefined;
  return zone.at(encloser === "." ? "*." : `*.${encloser}`);
}
