import type { DNS } from "@google-cloud/dns";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet, RecordType } from "@/lib/gateway/model";
import type { ChangeableZone } from "../batching";
import { parseRecordData, renderRecordData, withDot, withoutDot } from "../record-data";
import { GoogleError } from "./google-error";

/** A record set as Google spells it: a deletion has to match that to the letter. */
interface HeldRecordSet extends RecordSet {
  rrdatas: readonly string[];
}

type ReadRecordSet = (name: string, type: RecordType) => Promise<HeldRecordSet | null>;

/** Names that are asked for together: more than this are looked up by one listing of the zone. */
const maxSingleReads = 16;
const gatherMs = 2;

/**
 * Reads record sets of a zone. Readers that come together share their requests: one a name, whatever the types, or
 * one listing for many names.
 */
export function recordSetReader(dns: DNS, zoneId: string): ReadRecordSet {
  let gathering: { names: Set<string>; found: Promise<Map<string, HeldRecordSet>> } | undefined;

  async function load(names: ReadonlySet<string>): Promise<Map<string, HeldRecordSet>> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    gathering = undefined;
    const sets =
      names.size > maxSingleReads
        ? await listRecordSets(dns, zoneId)
        : (await Promise.all([...names].map((name) => listRecordSets(dns, zoneId, name)))).flat();
    return new Map(sets.map((set) => [`${set.type} ${set.name}`, set]));
  }

  return async (name, type) => {
    if (!gathering) {
      const names = new Set<string>();
      gathering = { names, found: load(names) };
    }
    gathering.names.add(withoutDot(name));
    return (await gathering.found).get(`${type} ${withoutDot(name)}`) ?? null;
  };
}

/** All record sets of a zone, or of one name. */
export async function listRecordSets(dns: DNS, zoneId: string, name?: string): Promise<HeldRecordSet[]> {
  const [found] = await dns.zone(zoneId).getRecords(name === undefined ? {} : { name: withDot(name) });
  return found.map(heldRecordSet).filter((set) => set !== null);
}

/** The zone as the batching of writes wants it. */
export function changeableZone(
  dns: DNS,
  zoneId: string,
  read: ReadRecordSet,
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
        // Google's answer when a deletion names what does not stand; a zone that is gone is told by the look after.
        if (deletions.length > 0 && thrown instanceof GoogleError && thrown.status === 404) {
          throw new Failure("conflict", "A record set that was to be replaced is gone.", { cause: thrown });
        }
        throw explain(thrown);
      }
    },
    async holds(wanted) {
      try {
        return await Promise.all(wanted.map(({ name, type }) => read(name, type)));
      } catch (thrown) {
        throw explain(thrown);
      }
    },
  };
}

function rrdatasOf(set: RecordSet | HeldRecordSet): string[] {
  if ("rrdatas" in set) return [...set.rrdatas];
  return set.values.map((value) => renderRecordData(set.type, value));
}

interface LibraryRecord {
  type: string;
  metadata: { name: string; ttl?: number };
  data?: unknown;
}

function heldRecordSet({ type: upperType, metadata, data }: LibraryRecord): HeldRecordSet | null {
  const type = recordTypes.find((known) => known === upperType.toUpperCase());
  if (!type) return null;
  const rrdatas = Array.isArray(data) ? data.map(String) : [];
  const values = rrdatas.map((text) => parseRecordData(type, text)).sort();
  return { name: withoutDot(metadata.name), type, ttlSeconds: metadata.ttl ?? 0, values, rrdatas };
}

const recordTypes: readonly RecordType[] = ["A", "AAAA", "CNAME", "TXT", "NS", "CAA"];
