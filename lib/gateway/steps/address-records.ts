import type { PublicAddress, RecordSet, RecordType, Zone } from "../model";
import { markName } from "../ownership";
import type { DnsProvider } from "../world";

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
  mark: RecordSet | null;
  addresses: RecordSet[];
  of(type: RecordType): RecordSet | null;
}

/**
 * What the provider holds for the host. When every name server said that there is nothing, the provider is
 * believed to hold nothing: a write then fails with `conflict` should that be wrong, and nothing is lost.
 */
export async function standing(
  dns: DnsProvider,
  zone: Zone,
  host: string,
  { nothingKnown }: { nothingKnown: boolean },
): Promise<Standing> {
  const read: (RecordSet | null)[] = nothingKnown
    ? []
    : await Promise.all([
        dns.read(zone, markName(host), "TXT"),
        ...(["A", "AAAA", "CNAME"] as const).map((type) => dns.read(zone, host, type)),
      ]);
  const sets = read.filter((set): set is RecordSet => set !== null);
  const addresses = sets.filter((set) => set.type !== "TXT");
  return {
    mark: sets.find((set) => set.type === "TXT") ?? null,
    addresses,
    of: (type) => addresses.find((set) => set.type === type) ?? null,
  };
}

/** Brings the host's records to `wanted` and marks them; replacements run side by side so that they share a change. */
export async function writeAddressRecords(
  dns: DnsProvider,
  zone: Zone,
  seen: Standing,
  wanted: readonly RecordSet[],
  mark: { name: string; value: string },
): Promise<void> {
  const stale = seen.addresses.filter((set) => !wanted.some((next) => next.type === set.type));
  // A CNAME cannot stand beside an address, not even for a moment.
  const obstacles = stale.filter((set) => set.type === "CNAME" || wanted[0]?.type === "CNAME");
  await Promise.all(obstacles.map((set) => dns.change(zone, [{ seen: set, next: null }])));
  const changed = wanted.filter(
    (next) => seen.of(next.type)?.values.toSorted().join() !== next.values.join(),
  );
  const nextMark: RecordSet = { name: mark.name, type: "TXT", ttlSeconds, values: [mark.value] };
  await Promise.all([
    ...(seen.mark?.values.includes(mark.value)
      ? []
      : [dns.change(zone, [{ seen: seen.mark, next: withOthers(seen.mark, nextMark) }])]),
    ...changed.map((next) => dns.change(zone, [{ seen: seen.of(next.type), next }])),
    ...stale
      .filter((set) => !obstacles.includes(set))
      .map((set) => dns.change(zone, [{ seen: set, next: null }])),
  ]);
}

function withOthers(seen: RecordSet | null, next: RecordSet): RecordSet {
  return seen
    ? { ...next, ttlSeconds: seen.ttlSeconds, values: [...seen.values, ...next.values].toSorted() }
    : next;
}
