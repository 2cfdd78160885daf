import type { DNS } from "@google-cloud/dns";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet, RecordType } from "@/lib/gateway/model";
import type { ChangeableZone } from "../batching";
import { parseRecordData, renderRecordData, withDot, withoutDot } from "../record-data";
import { GoogleError } from "./google-error";

/** A record set as Google spells it: a deletion has to match that to the letter. */
export interface HeldRecordSet extends RecordSet {
  rrdatas: readonly string[];
}

/** More names than this are looked up by one listing of the zone. */
const maxSingleReads = 8;

export async function readRecordSet(
  dns: DNS,
  zoneId: string,
  name: string,
  type: RecordType,
): Promise<HeldRecordSet | null> {
  const [found] = await dns
    .zone(zoneId)
    .getRecords({ name: withDot(name), type, maxResults: 1, autoPaginate: false });
  return found.map(heldRecordSet).find((set) => set?.name === withoutDot(name) && set.type === type) ?? null;
}

export async function listRecordSets(dns: DNS, zoneId: string): Promise<HeldRecordSet[]> {
  const [found] = await dns.zone(zoneId).getRecords({ maxResults: 1_000 });
  return found.map(heldRecordSet).filter((set) => set !== null);
}

/** The zone as the batching of writes wants it. */
export function changeableZone(
  dns: DNS,
  zoneId: string,
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
        if (wanted.length <= maxSingleReads) {
          return await Promise.all(wanted.map(({ name, type }) => readRecordSet(dns, zoneId, name, type)));
        }
        const all = new Map(
          (await listRecordSets(dns, zoneId)).map((set) => [`${set.type} ${set.name}`, set]),
        );
        return wanted.map(({ name, type }) => all.get(`${type} ${withoutDot(name)}`) ?? null);
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
