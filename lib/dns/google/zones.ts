import { createHash } from "node:crypto";
import type { DNS } from "@google-cloud/dns";
import { z } from "zod";
import { notAnAnswer } from "@/lib/dns/hosted/http";
import { type ListedZone, publicOf } from "@/lib/dns/hosted/provider";
import { type HeldRecordSet, rrdatasOf } from "@/lib/dns/hosted/record-sets";
import { withDot, withoutDot } from "@/lib/dns/record-data";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import { GoogleError } from "./failure";
import { texts } from "./texts";

const managedZone = z.object({
  name: z.string(),
  dnsName: z.string().min(1),
  nameServers: z.array(z.string()).default([]),
  creationTime: z.iso.datetime({ offset: true }).optional().catch(undefined),
  // Only public zones are used, so one of a kind that Google adds later counts as private.
  visibility: z.string().default("public"),
});

/** All zones of the project, or the one that Lamia is limited to. */
export async function listZones(dns: DNS, onlyZone?: string): Promise<ListedZone[]> {
  if (onlyZone !== undefined) {
    const [metadata] = await dns.zone(onlyZone).getMetadata();
    return [listedZone(metadata)];
  }
  const [found] = await dns.getZones({});
  return found.map(({ metadata }) => listedZone(metadata));
}

/**
 * Creates a public zone. If one with that DNS name already exists, under whatever name, returns that one, because Google
 * would create a second one. If another zone has the name that it would get, uses a different name.
 */
export async function createZone(dns: DNS, apex: string): Promise<Zone> {
  const before = await existingZone(dns, apex);
  if (before) return before;
  for (const distinct of [false, true]) {
    try {
      const [, created] = await dns.createZone(zoneName(apex, distinct), {
        dnsName: withDot(apex),
        description: texts.createdFor({ apex }),
      });
      return listedZone(created);
    } catch (thrown) {
      if (!(thrown instanceof GoogleError) || thrown.status !== 409) throw thrown;
      const current = await existingZone(dns, apex);
      if (current) return current;
      if (distinct) throw thrown;
    }
  }
  throw new GoogleError({ status: 409, reasons: ["alreadyExists"] });
}

async function existingZone(dns: DNS, apex: string): Promise<Zone | null> {
  return publicOf(await listZones(dns)).find((zone) => zone.apex === withoutDot(apex)) ?? null;
}

/** Throws for a zone that can't be read: without it, another zone would be the longest match, or one would be created anew. */
function listedZone(metadata: unknown): ListedZone {
  const parsed = managedZone.safeParse(metadata);
  if (!parsed.success) throw new GoogleError({ status: 0, reasons: [notAnAnswer] });
  const { name: id, dnsName, nameServers, creationTime, visibility } = parsed.data;
  const createdAt = creationTime === undefined ? {} : { createdAt: creationTime };
  return {
    id,
    apex: withoutDot(dnsName),
    nameServers: nameServers.map(withoutDot).sort(),
    ...createdAt,
    ...(visibility === "public" ? {} : { isPrivate: true }),
  };
}

/**
 * Cloud DNS: 1–63 characters; starts with a lowercase letter; contains lowercase letters, digits and hyphens; doesn't end with a
 * hyphen.
 */
const maxLength = 63;

/**
 * The provider's name for a zone: `democluster.net` becomes `democluster-net`. With `distinct`, a hash of the apex is added,
 * for when another zone already has the plain name (`demo-cluster.net` and `demo.cluster.net`).
 */
export function zoneName(apex: string, distinct = false): string {
  const plain = apex.toLowerCase().replace(/[^a-z0-9-]/g, "-");
  const named = /^[a-z]/.test(plain) ? plain : `zone-${plain}`;
  if (!distinct && named.length <= maxLength) return named;
  const hash = createHash("sha256").update(apex).digest("hex").slice(0, 8);
  return `${named.slice(0, maxLength - hash.length - 1)}-${hash}`;
}

/** All record sets of a zone, or of one name. */
export async function listRecordSets(dns: DNS, zoneId: string, name?: string): Promise<HeldRecordSet[]> {
  const [found] = await dns.zone(zoneId).getRecords(name === undefined ? {} : { name: withDot(name) });
  return found.map(heldRecordSet);
}

/** One atomic change; each deletion must match exactly what exists. */
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
    // Google's answer when a deletion doesn't match what the zone holds. The next read shows whether the zone is gone.
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
