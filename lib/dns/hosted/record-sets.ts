import type { ExistingRecords, RecordSet, RecordType, Zone } from "@/lib/gateway/model";
import { parseRecordData, renderRecordData, withoutDot } from "../record-data";
import { texts } from "./texts";

/** A record set as a provider holds it, of any type. */
export interface HeldRecordSet {
  /** Without the trailing dot, lower case. */
  name: string;
  /** In capitals; also types of the provider's own, such as ALIAS. */
  type: string;
  ttlSeconds: number;
  /** As a zone file has them, in the provider's spelling. Empty where the provider computes the answer. */
  rrdatas: readonly string[];
  /** What the provider computes, in words; such a set is not plain, and Lamia leaves it alone. */
  computed?: string;
  /** The values are right, but the provider would now write them in another way. */
  needsRewrite?: boolean;
  /** What the adapter needs to change exactly what it has seen, such as the ids of records or an ETag. */
  handle?: unknown;
}

/** What stands at a name, by type. */
export type ReadName = (name: string) => Promise<ReadonlyMap<string, HeldRecordSet>>;

/** The types that Lamia itself reads and writes. */
export const recordTypes: readonly RecordType[] = ["A", "AAAA", "CNAME", "TXT", "NS", "CAA"];

const gatherMs = 2;

/**
 * Reads the names of a zone. Readers that come together share their requests: one a name, or one listing of the zone
 * for more than `maxSingleReads` names.
 */
export function recordSetReader(
  list: (name?: string) => Promise<readonly HeldRecordSet[]>,
  maxSingleReads: number,
): ReadName {
  let gathering: { names: Set<string>; found: Promise<HeldByName> } | undefined;

  async function load(names: ReadonlySet<string>): Promise<HeldByName> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    gathering = undefined;
    const sets =
      names.size > maxSingleReads
        ? await list()
        : (await Promise.all([...names].map((name) => list(name)))).flat();
    const byName: HeldByName = new Map();
    for (const set of sets) byName.set(set.name, (byName.get(set.name) ?? new Map()).set(set.type, set));
    return byName;
  }

  return async (name) => {
    if (!gathering) {
      const names = new Set<string>();
      gathering = { names, found: load(names) };
    }
    gathering.names.add(withoutDot(name));
    return (await gathering.found).get(withoutDot(name)) ?? new Map();
  };
}

type HeldByName = Map<string, Map<string, HeldRecordSet>>;

/** A record set that a deletion of exactly these rrdatas can be made from. */
interface SpelledRecordSet extends RecordSet {
  rrdatas: readonly string[];
}

export function spelledSet({ name, ttlSeconds, rrdatas }: HeldRecordSet, type: RecordType): SpelledRecordSet {
  const values = rrdatas.map((text) => parseRecordData(type, text)).sort();
  return { name, type, ttlSeconds, values, rrdatas };
}

/** As the provider spells it where it was read there, else as a zone file has it. */
export function rrdatasOf(set: RecordSet | SpelledRecordSet): string[] {
  if ("rrdatas" in set) return [...set.rrdatas];
  return set.values.map((value) => renderRecordData(set.type, value));
}

/** As `DnsProvider.readAll` gives it. */
export function existingRecords(held: HeldRecordSet): ExistingRecords {
  const type = recordTypes.find((known) => known === held.type);
  const described = describedData(held);
  if (!type || held.rrdatas.length === 0 || held.computed !== undefined)
    return { type: held.type, set: null, described };
  const { name, ttlSeconds, values } = spelledSet(held, type);
  const needsRewrite = held.needsRewrite ? { needsRewrite: true as const } : {};
  return { type, set: { name, type, ttlSeconds, values, ...needsRewrite }, described: values.join(", ") };
}

export function describedData({ rrdatas, computed }: HeldRecordSet): string {
  return computed ?? rrdatas.join(", ");
}

/** What keeps a plain record set from being read, as a failure's text and remedy. */
export function notPlain(held: HeldRecordSet, zone: Zone, provider: string) {
  const { name, type } = held;
  return {
    note: texts.notPlain({ type, name, data: describedData(held) }),
    remedy: texts.deleteRecords({ type, name, zone: zone.id, provider }),
  };
}
