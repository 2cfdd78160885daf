import { hasValues, isMarkOf, markName, markValue } from "@/lib/gateway/ownership/marks";
import type { PublicAddress, RecordSet, RecordType, StandingRecords, Zone } from "../model";
import type { DnsProvider, RecordChange } from "../world";

/** Short enough for a new load balancer to be followed soon, long enough for caches to be of use. */
const ttlSeconds = 300;

export function wantedRecords(host: string, address: PublicAddress): RecordSet[] {
  if (address.ipv4.length === 0 && address.ipv6.length === 0 && address.hostname)
    return [{ name: host, type: "CNAME", ttlSeconds, values: [address.hostname.toLowerCase()] }];
  const sets: RecordSet[] = [
    { name: host, type: "A", ttlSeconds, values: address.ipv4.toSorted() },
    { name: host, type: "AAAA", ttlSeconds, values: address.ipv6.toSorted() },
  ];
  return sets.filter((set) => set.values.length > 0);
}

/** The types to ask for: a CNAME excludes the others; without one, a stray A or AAAA would mislead. */
export function addressRecordTypes(address: PublicAddress): RecordType[] {
  return address.ipv4.length === 0 && address.ipv6.length === 0 ? ["CNAME"] : ["A", "AAAA"];
}

export interface Standing {
  /** Everything at the host itself, of every type. */
  records: StandingRecords[];
  /** Everything where the mark belongs. */
  beside: StandingRecords[];
  mark: RecordSet | null;
}

/**
 * What the provider holds for the host. When every name server said that the name does not exist, the provider is
 * believed to hold nothing: a write then fails with `conflict` should that be wrong, and nothing is lost.
 */
export async function standing(
  dns: DnsProvider,
  zone: Zone,
  host: string,
  { nothingKnown }: { nothingKnown: boolean },
): Promise<Standing> {
  if (nothingKnown) return { records: [], beside: [], mark: null };
  const [records, beside] = await Promise.all([dns.readAll(zone, host), dns.readAll(zone, markName(host))]);
  return { records, beside, mark: beside.find(({ type }) => type === "TXT")?.set ?? null };
}

/** Types that lead a browser somewhere: beside an address record they mislead it, or cannot stand at all. */
const leadingTypes: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME", "ALIAS"]);

/** What cannot stand beside the wanted records: for a CNAME anything at all (RFC 1034, section 3.6.2). */
export function inTheWayOf(wanted: readonly RecordSet[], records: readonly StandingRecords[]) {
  if (wanted.some(({ type }) => type === "CNAME")) return [...records];
  return records.filter(({ type }) => leadingTypes.has(type));
}

/**
 * The change that brings records of ours to `wanted` and the mark with them: as one, so that no moment and no failure
 * leaves a mark without its records, or the other way round. Empty when all of it stands.
 */
export function changeTo(
  wanted: readonly RecordSet[],
  ours: readonly RecordSet[],
  mark: { seen: RecordSet | null; owner: string; gateway: { namespace: string; name: string }; host: string },
): RecordChange[] {
  const stale = ours.filter((set) => !wanted.some(({ type }) => type === set.type));
  const changed = wanted.flatMap((next) => {
    const seen = ours.find(({ type }) => type === next.type) ?? null;
    return seen && hasValues(seen, next) ? [] : [{ seen, next }];
  });
  const value = markValue(mark.owner, mark.gateway, wanted);
  const others = (mark.seen?.values ?? []).filter((each) => !isMarkOf(each, mark.owner, mark.gateway));
  const nextMark: RecordSet = {
    name: markName(mark.host),
    type: "TXT",
    ttlSeconds: mark.seen?.ttlSeconds ?? ttlSeconds,
    values: [...others, value].toSorted(),
  };
  return [
    ...stale.map((seen) => ({ seen, next: null })),
    ...changed,
    ...(mark.seen && hasValues(mark.seen, nextMark) ? [] : [{ seen: mark.seen, next: nextMark }]),
  ];
}
