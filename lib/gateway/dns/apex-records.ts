import { asFailure } from "@/lib/gateway/failure";
import type { PublicAddress, RecordSet, RecordType, Zone } from "@/lib/gateway/model";
import { hasValues, ownershipOf } from "@/lib/gateway/ownership/marks";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import { readGatewayAddress } from "@/lib/model/gateway-address";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { readHostRecords, wantedRecords } from "./claim-records";
import type { DnsProvider } from "./ports";

/**
 * What a host's records become. A load balancer that has only a name gets a CNAME record, which can't stand at an apex
 * (RFC 1034, section 3.6.2). There, a provider may have an alias, or flatten the CNAME record itself; for all others, Lamia
 * resolves the name and keeps the addresses fresh.
 */
export type Wanted =
  | { kind: "records"; records: RecordSet[]; address: PublicAddress; resolution?: Resolution }
  /** The name can't be resolved, and no records of ours stand that could stay. */
  | { kind: "unresolved"; note: string };

/** The addresses at an apex come from a name that Lamia resolves again and again. */
export interface Resolution {
  hostname: string;
  /** When these addresses were resolved, ISO 8601; null while the name can't be resolved and what stands stays. */
  resolvedAt: string | null;
  /** Why it couldn't be resolved this time. */
  problem: string | null;
}

/** How soon Lamia looks again, and how long caches may keep what it found. */
export const resolvedForSeconds = 60;
/** An alias has the TTL of its target; this value takes its place. */
const aliasTtlSeconds = 60;

/** Never fails for a name that can't be resolved: what Lamia wrote before stays, because the doubt may be its own. */
export async function recordsFor(
  target: SecuredHost,
  zone: Zone,
  address: PublicAddress,
  world: World,
): Promise<Wanted> {
  const { host } = target;
  const records = givenRecords(host, zone, address, world.dns);
  if (records) return { kind: "records", records, address };
  const hostname = (address.hostname ?? "").toLowerCase();
  const found = await resolve(hostname, world);
  if (typeof found !== "string") {
    const resolvedAt = world.clock.now().toISOString();
    const fresh = shortLived(wantedRecords(host, found));
    return {
      kind: "records",
      records: fresh,
      address: found,
      resolution: { hostname, resolvedAt, problem: null },
    };
  }
  const standing = await writtenBefore(target, zone, world);
  if (standing.length === 0)
    return { kind: "unresolved", note: texts.unresolved({ hostname, problem: found }) };
  const valuesOf = (type: RecordType) => standing.find((set) => set.type === type)?.values ?? [];
  return {
    kind: "records",
    records: standing,
    address: { ipv4: valuesOf("A"), ipv6: valuesOf("AAAA"), hostname: null },
    resolution: { hostname, resolvedAt: null, problem: found },
  };
}

/** The records that follow from the address alone; null if its name has to be resolved. */
function givenRecords(
  host: string,
  zone: Zone,
  address: PublicAddress,
  { canAlias, flattensApex }: DnsProvider,
): RecordSet[] | null {
  const wanted = wantedRecords(host, address);
  const [first] = wanted;
  if (host !== zone.apex || first?.type !== "CNAME") return wanted;
  const [name] = first.values;
  if (name && canAlias?.(name)) return [{ ...first, type: "A", ttlSeconds: aliasTtlSeconds }];
  return flattensApex ? wanted : null;
}

/** Whether name servers answer with addresses that aren't the values of these records. */
export function answersDiffer(wanted: readonly RecordSet[], zone: Zone): boolean {
  return wanted.some(
    ({ name, type, values }) =>
      (type === "CNAME" && name === zone.apex) ||
      (type === "A" && values.some((value) => !/^[\d.]+$/.test(value))),
  );
}

/** The addresses, or why there are none. */
async function resolve(hostname: string, { resolver }: World): Promise<PublicAddress | string> {
  try {
    const { ipv4, ipv6 } = await resolver.addresses(hostname);
    const read = readGatewayAddress([...ipv4, ...ipv6].join(","));
    if (!read) return texts.nameWithoutAddress;
    return read.kind === "addresses" ? read.addresses : texts.nameWithBadAddress;
  } catch (thrown) {
    const failure = asFailure(thrown);
    if (failure.kind !== "unreachable") throw failure;
    return failure.message;
  }
}

/** The address records at the host that Lamia wrote for this Gateway, as the provider holds them. */
async function writtenBefore(
  { host, gateway }: SecuredHost,
  zone: Zone,
  { dns, owner }: World,
): Promise<RecordSet[]> {
  if (dns.byHand) return [];
  const seen = await readHostRecords(dns, zone, host, { nothingKnown: false });
  const ownership = ownershipOf(seen.mark?.values ?? [], owner, gateway);
  if (ownership.kind !== "ours") return [];
  const sets = seen.records.flatMap(({ set }) => (set && ["A", "AAAA"].includes(set.type) ? [set] : []));
  return sets.filter((set) => ownership.records?.some((each) => hasValues(set, each)));
}

function shortLived(sets: readonly RecordSet[]): RecordSet[] {
  return sets.map((set) => ({ ...set, ttlSeconds: resolvedForSeconds }));
}
