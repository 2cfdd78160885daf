import type { DNS } from "@google-cloud/dns";
import { Failure } from "@/lib/gateway/failure";
import type { ExistingRecords, RecordSet, RecordType } from "@/lib/gateway/model";
import type { ChangeableZone } from "../batching";
import { parseRecordData, renderRecordData, withDot, withoutDot } from "../record-data";
import { GoogleError } from "./failure";
import { texts } from "./texts";

/** A record set as Google holds it, of any type. */
interface HeldRecordSet {
  name: string;
  /** In capitals; also types of Google's own, such as ALIAS. */
  type: string;
  ttlSeconds: number;
  /** As Google spells them: a deletion has to match that to the letter. Empty where a policy computes the answer. */
  rrdatas: readonly string[];
}

/** What stands at a name, by type. */
type ReadName = (name: string) => Promise<ReadonlyMap<string, HeldRecordSet>>;

/** The types that Lamia itself reads and writes. */
export const recordTypes: readonly RecordType[] = ["A", "AAAA", "CNAME", "TXT", "NS", "CAA"];

/** Names that are asked for together: more than this are looked up by one listing of the zone. */
const maxSingleReads = 16;
const gatherMs = 2;

/**
 * Reads the names of a zone. Readers that come together share their requests: one a name, or one listing for many
 * names.
 */
export function recordSetReader(dns: DNS, zoneId: string): ReadName {
  let gathering: { names: Set<string>; found: Promise<HeldByName> } | undefined;

  async function load(names: ReadonlySet<string>): Promise<HeldByName> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    gathering = undefined;
    const sets =
      names.size > maxSingleReads
        ? await listRecordSets(dns, zoneId)
        : (await Promise.all([...names].map((name) => listRecordSets(dns, zoneId, name)))).flat();
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

/** All record sets of a zone, or of one name. */
export async function listRecordSets(dns: DNS, zoneId: string, name?: string): Promise<HeldRecordSet[]> {
  const [found] = await dns.zone(zoneId).getRecords(name === undefined ? {} : { name: withDot(name) });
  return found.map(heldRecordSet);
}

/** The zone as the batching of writes wants it. */
export function changeableZone(
  dns: DNS,
  zoneId: string,
  read: ReadName,
  explain: (thrown: unknown) => unknown,
): ChangeableZone {
  return {
    async change(deletions, additions) {
      const zone = dns.zone(zoneId);
      const record = (set: RecordSet) =>
        zone.record(set.type.toLowerCase(), {
          name: withDot(set.name),
          ttl: set.ttlSeconds,
          data: rrdatasOf(set),
        });
      try {
        await zone.createChange({ add: additions.map(record), delete: deletions.map(record) });
      } catch (thrown) {
        // Google answers so when a deletion doesn't match what it holds. The read that follows notices if the zone is gone.
        if (deletions.length > 0 && thrown instanceof GoogleError && thrown.status === 404) {
          throw new Failure("conflict", texts.recordSetGone, { cause: thrown });
        }
        throw explain(thrown);
      }
    },
    async holds(wanted) {
      try {
        return await Promise.all(
          wanted.map(async ({ name, type }) => {
            const held = (await read(name)).get(type);
            return held ? spelledSet(held, type) : null;
          }),
        );
      } catch (thrown) {
        throw explain(thrown);
      }
    },
  };
}

/** A record set that a deletion of exactly these rrdatas can be made from. */
interface SpelledRecordSet extends RecordSet {
  rrdatas: readonly string[];
}

function spelledSet({ name, ttlSeconds, rrdatas }: HeldRecordSet, type: RecordType): SpelledRecordSet {
  const values = rrdatas.map((text) => parseRecordData(type, text)).sort();
  return { name, type, ttlSeconds, values, rrdatas };
}

/** As `DnsProvider.readAll` gives it. */
export function existingRecords(held: HeldRecordSet): ExistingRecords {
  const type = recordTypes.find((known) => known === held.type);
  const described = describedData(held);
  if (!type || held.rrdatas.length === 0) return { type: held.type, set: null, described };
  const { name, ttlSeconds, values } = spelledSet(held, type);
  return { type, set: { name, type, ttlSeconds, values }, described: values.join(", ") };
}

export function describedData({ rrdatas }: HeldRecordSet): string {
  return rrdatas.length > 0 ? rrdatas.join(", ") : texts.routingPolicy;
}

function rrdatasOf(set: RecordSet | SpelledRecordSet): string[] {
  if ("rrdatas" in set) return [...set.rrdatas];
  return set.values.map((value) => renderRecordData(set.type, value));
}

interface LibraryRecord {
  type: string;
  metadata: { name: string; ttl?: number };
  data?: unknown;
}

function heldRecordSet({ type, metadata, data }: LibraryRecord): HeldRecordSet {
  const rrdatas = Array.isArray(data) ? data.map(String) : [];
  return {
    name: withoutDot(metadata.name),
    type: type.toUpperCase(),
    ttlSeconds: metadata.ttl ?? 0,
    rrdatas,
  };
}
