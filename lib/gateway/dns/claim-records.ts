import type { ExistingRecords, PublicAddress, RecordSet, RecordType, Zone } from "@/lib/gateway/model";
import {
  type RegistryOwner,
  registryChanges,
  registryOwnerOf,
  registrySets,
} from "@/lib/gateway/ownership/external-dns";
import {
  hasValues,
  isMarkOf,
  markedRegistry,
  markName,
  markValue,
  type Ownership,
  ownershipOf,
} from "@/lib/gateway/ownership/marks";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { DnsProvider, RecordChange } from "./ports";

export type Claim = { kind: "written" } | Exclude<Verdict, { kind: "free" }>;

/** Who owns the records at a host, and what that means for the records that the host should have. */
export type Verdict =
  /** Nothing else is in the way; `ours` are the record sets to replace. */
  | { kind: "free"; ours: RecordSet[] }
  /** The values are right, but somebody else wrote them. */
  | { kind: "foreign"; note: string }
  /** `replaceable`: all that is in the way, if you may confirm that Lamia replaces it. */
  | { kind: "refused"; note: string; remedy: string; replaceable?: RecordSet[] };

/**
 * Writes and marks the host's records if the name is free or ours; never touches anything else. A record set is
 * ours if our mark lists its type or, for a mark that lists none, if its values are already right.
 */
export async function claimRecords(
  target: SecuredHost,
  world: World,
  zone: Zone,
  wanted: readonly RecordSet[],
  { nothingKnown }: { nothingKnown: boolean },
): Promise<Claim> {
  const { host } = target;
  const seen = await readHostRecords(world.dns, zone, host, { nothingKnown });
  const keeper = await keeperOf(host, zone, wanted, seen, world, nothingKnown);
  const verdict = judgeRecords(target, world.owner, zone, wanted, { ...seen, keeper });
  if (verdict.kind !== "free") return verdict;
  await world.dns.change(
    zone,
    await changesFor(target, world, zone, wanted, { seen, ours: verdict.ours, nothingKnown }),
  );
  return { kind: "written" };
}

/** Whom external-dns's registry names as the owner of what is at the host, or of what is wanted there. */
export function keeperOf(
  host: string,
  zone: Zone,
  wanted: readonly RecordSet[],
  { records }: HostRecords,
  world: World,
  nothingKnown = false,
): Promise<RegistryOwner | null> {
  const held = setsOf(records);
  const types = [...wanted, ...held].map(({ type }) => type).filter((type) => handedOver.has(type));
  const values = held.filter(({ type }) => type === "TXT").flatMap((set) => set.values);
  return registryOwnerOf({ host, types, values, nothingKnown }, zone, world);
}

/** The change that writes the host's records, our mark and, where the metadata ask for it, the marks of external-dns. */
export async function changesFor(
  { host, gateway }: SecuredHost,
  world: World,
  zone: Zone,
  wanted: readonly RecordSet[],
  { seen, ours, nothingKnown }: { seen: HostRecords; ours: readonly RecordSet[]; nothingKnown: boolean },
): Promise<RecordChange[]> {
  const { owner, dns } = world;
  const registry = registrySets(wanted, zone, world);
  const names = new Set([
    ...registry.map(({ name }) => name),
    ...markedRegistry(seen.mark?.values ?? [], owner, gateway),
  ]);
  const held = nothingKnown ? [] : await Promise.all([...names].map((name) => dns.read(zone, name, "TXT")));
  const mark = { seen: seen.mark, owner, gateway, host, registry: registry.map(({ name }) => name) };
  const present = held.filter((set) => set !== null);
  return [...changeTo(wanted, ours, mark), ...registryChanges(registry, present, owner)];
}

export function judgeRecords(
  { host, gateway }: SecuredHost,
  owner: string,
  zone: Zone,
  wanted: readonly RecordSet[],
  seen: HostRecords & { keeper?: RegistryOwner | null },
): Verdict {
  const inTheWay = inTheWayOf(wanted, seen.records, zone);
  const ownership = ownershipOf(seen.mark?.values ?? [], owner, gateway);
  if (ownership.kind === "other") {
    const { holder } = ownership;
    if (isRight(wanted, inTheWay))
      return { kind: "foreign", note: texts.rightByOther({ host, records: listed(inTheWay), holder }) };
    return {
      kind: "refused",
      note: texts.recordsOfOther({ host, holder }),
      remedy: texts.recordsOfOtherRemedy({ name: markName(host), zone: zone.id }),
    };
  }
  const { keeper } = seen;
  if (keeper) return ofExternalDns(host, wanted, inTheWay, keeper);
  const foreign = inTheWay.filter((each) => !isOurs(each, ownership, wanted));
  if (foreign.length > 0 && isRight(wanted, inTheWay))
    return { kind: "foreign", note: texts.rightByNobody({ host, records: listed(inTheWay) }) };
  const noPlace = seen.beside.find(({ type, set }) => type === "CNAME" || (type === "TXT" && !set));
  if (foreign.length > 0) {
    const refused = refusal({ host, gateway }, owner, zone, wanted, foreign);
    return noPlace || !refused.canReplace
      ? refused.claim
      : { ...refused.claim, replaceable: setsOf(inTheWay) };
  }
  if (noPlace) {
    return {
      kind: "refused",
      note: texts.ownershipTaken({ name: markName(host), record: listed([noPlace]) }),
      remedy: texts.deleteRecord({ type: noPlace.type, name: markName(host), zone: zone.id }),
    };
  }
  return { kind: "free", ours: setsOf(inTheWay) };
}

/** external-dns would change or delete what Lamia writes, so Lamia writes nothing, and takes nothing over. */
function ofExternalDns(
  host: string,
  wanted: readonly RecordSet[],
  inTheWay: readonly ExistingRecords[],
  { owner, resource, name }: RegistryOwner,
): Verdict {
  const shown = { host, owner, resource: resource || texts.unnamedResource };
  if (isRight(wanted, inTheWay))
    return { kind: "foreign", note: texts.rightByExternalDns({ ...shown, records: listed(inTheWay) }) };
  const records = listed(inTheWay);
  const note =
    records === ""
      ? texts.externalDnsClaims({ ...shown, name })
      : texts.externalDnsOwns({ ...shown, records });
  return { kind: "refused", note, remedy: texts.externalDnsRemedy({ ...shown, name }) };
}

function setsOf(records: readonly ExistingRecords[]): RecordSet[] {
  return records.flatMap(({ set }) => set ?? []);
}

/** Exactly the wanted records exist, whoever wrote them, such as another Gateway with the same address. */
function isRight(wanted: readonly RecordSet[], inTheWay: readonly ExistingRecords[]): boolean {
  return (
    inTheWay.length === wanted.length &&
    wanted.every((next) => inTheWay.some(({ set }) => set && hasValues(set, next)))
  );
}

function isOurs({ set }: ExistingRecords, ownership: Ownership, wanted: readonly RecordSet[]): boolean {
  if (ownership.kind !== "ours" || set === null) return false;
  if (ownership.records === null) return wanted.some((next) => hasValues(set, next));
  return ownership.records.some(({ type }) => type === set.type);
}

function refusal(
  { host, gateway }: Pick<SecuredHost, "host" | "gateway">,
  owner: string,
  zone: Zone,
  wanted: readonly RecordSet[],
  foreign: readonly ExistingRecords[],
): { claim: Extract<Verdict, { kind: "refused" }>; canReplace: boolean } {
  const kind = "refused" as const;
  const alias = wanted.find(({ type }) => type === "CNAME")?.values[0];
  const note = texts.foreignRecords({ host, records: listed(foreign) });
  const sets = setsOf(foreign).filter(({ type }) => handedOver.has(type));
  if (sets.length === foreign.length) {
    const value = markValue(owner, gateway, sets);
    const remedy = texts.foreignRecordsRemedy({ zone: zone.id, name: markName(host), value });
    return { claim: { kind, note, remedy }, canReplace: true };
  }
  const claim =
    alias === undefined
      ? { kind, note, remedy: texts.otherRecordsRemedy({ zone: zone.id }) }
      : {
          kind,
          note: texts.aliasBesideRecords({ note, alias }),
          remedy: texts.aliasBesideRecordsRemedy({ zone: zone.id }),
        };
  return { claim, canReplace: false };
}

/** Types that a mark can hand over: those that Lamia itself writes. */
const handedOver: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME"]);

function listed(records: readonly ExistingRecords[]): string {
  return records.map(({ type, described }) => `${type} ${described}`).join("; ");
}

/** Short enough to follow a new load balancer soon, long enough for caches to be useful. */
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

export interface HostRecords {
  /** Everything at the host itself, of every type. */
  records: ExistingRecords[];
  /** Everything at the name of the mark. */
  beside: ExistingRecords[];
  mark: RecordSet | null;
}

/**
 * What the provider holds for the host. If every name server said that the name doesn't exist, the provider is
 * assumed to hold nothing. If that is wrong, the write fails with `conflict`, and nothing is lost.
 */
export async function readHostRecords(
  dns: DnsProvider,
  zone: Zone,
  host: string,
  { nothingKnown }: { nothingKnown: boolean },
): Promise<HostRecords> {
  if (nothingKnown) return { records: [], beside: [], mark: null };
  const [records, beside] = await Promise.all([dns.readAll(zone, host), dns.readAll(zone, markName(host))]);
  return { records, beside, mark: beside.find(({ type }) => type === "TXT")?.set ?? null };
}

/** Types that direct a browser: next to an address record they mislead it, or aren't allowed at all. */
const leadingTypes: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME", "ALIAS"]);

/**
 * What can't coexist with the wanted records: for a CNAME, anything (RFC 1034, section 3.6.2), except at an apex, where only a
 * provider that flattens it takes one.
 */
function inTheWayOf(
  wanted: readonly RecordSet[],
  records: readonly ExistingRecords[],
  { apex }: Pick<Zone, "apex">,
) {
  if (wanted.some(({ type, name }) => type === "CNAME" && name !== apex)) return [...records];
  return records.filter(({ type }) => leadingTypes.has(type));
}

/**
 * The change that brings our records to `wanted`, together with the mark, so that there is never a mark without its
 * records or the reverse. Empty if nothing has to change.
 */
export function changeTo(
  wanted: readonly RecordSet[],
  ours: readonly RecordSet[],
  mark: {
    seen: RecordSet | null;
    owner: string;
    gateway: { namespace: string; name: string };
    host: string;
    /** The names of the TXT records for external-dns that go with them. */
    registry?: readonly string[];
  },
): RecordChange[] {
  const stale = ours.filter((set) => !wanted.some(({ type }) => type === set.type));
  const changed = wanted.flatMap((next) => {
    const seen = ours.find(({ type }) => type === next.type) ?? null;
    return seen && hasValues(seen, next) ? [] : [{ seen, next }];
  });
  const value = markValue(mark.owner, mark.gateway, wanted, mark.registry);
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
