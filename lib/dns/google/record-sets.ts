import type { DNS } from "@google-cloud/dns";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet } from "@/lib/gateway/model";
import { type HeldRecordSet, rrdatasOf } from "../hosted/record-sets";
import { withDot, withoutDot } from "../record-data";
import { GoogleError } from "./failure";
import { texts } from "./texts";

/** All record sets of a zone, or of one name. */
export async function listRecordSets(dns: DNS, zoneId: string, name?: string): Promise<HeldRecordSet[]> {
  const [found] = await dns.zone(zoneId).getRecords(name === undefined ? {} : { name: withDot(name) });
  return found.map(heldRecordSet);
}

/** One atomic change; each deletion must match what stands to the letter. */
export async function changeRecordSets(
  dns: DNS,
  zoneId: string,
  deletions: readonly RecordSet[],
  additions: readonly RecordSet[],
): Promise<void> {
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
    // Google answers so when a deletion doesn’t match what it holds. The read that follows notices if the zone is gone.
    if (deletions.length > 0 && thrown instanceof GoogleError && thrown.status === 404) {
      throw new Failure("conflict", texts.recordSetGone, { cause: thrown });
    }
    throw thrown;
  }
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
    ...(rrdatas.length === 0 ? { computed: texts.routingPolicy } : {}),
  };
}
