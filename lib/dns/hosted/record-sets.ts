import { parseRecordData, renderRecordData, withoutDot } from "@/lib/dns/record-data";
import type { ReadAllOptions } from "@/lib/gateway/dns/ports";
import type { ExistingRecords, RecordSet, RecordType, Zone } from "@/lib/gateway/model";
import { texts } from "./texts";

/** A record set of any type, as a provider holds it. */
export interface HeldRecordSet {
  /** Without the trailing dot, lower case. */
  name: string;
  /** In capitals; also types of the provider's own, such as ALIAS. */
  type: string;
  ttlSeconds: number;
  /** As in a zone file, in the provider's spelling. Empty if the provider computes the answer. */
  rrdatas: readonly string[];
  /** What the provider computes, in words; such a set isn't plain, and Lamia doesn't touch it. */
  computed?: string;
  /** The values are right, but the provider would now write them differently. */
  needsRewrite?: boolean;
  /** What the adapter needs to change exactly what it has seen, such as the IDs of records or an ETag. */
  handle?: unknown;
}

/** What exists at a name, by type. */
export type ReadName = (
  name: string,
  options?: ReadAllOptions,
) => Promise<ReadonlyMap<string, HeldRecordSet>>;

/** The types that Lamia itself reads and writes. */
export const recordTypes: readonly RecordType[] = ["A", "AAAA", "CNAME", "TXT", "NS", "CAA"];

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const gatherMs = 2;
/** How long patient readers wait for others in and after a rush, as writers do, at most and after the last one. */
const patienceMs = { atMost: 2_000, afterLast: 400 };
/** More names than this within a second are a rush. */
const calmNames = 8;
const rushWindowMs = 1_000;
/** Names that come in waves are one rush. */
const busyWindowMs = 5_000;

/**
 * Reads the names of a zone. Readers that arrive together share their requests: one for each name, or one listing of the zone
 * for more than `maxSingleReads` names. Patient ones wait for each other in a rush.
 */
export function recordSetReader(
  list: (name?: string) => Promise<readonly HeldRecordSet[]>,
  maxSingleReads: number,
): ReadName {
  const gathering: { [Kind in "prompt" | "patient"]?: { names: Set<string>; found: Promise<HeldByName> } } =
    {};
  /** When the latest names were asked for. */
  const latest: number[] = [];
  let rushedAtMs = Number.NEGATIVE_INFINITY;
  /** Names that are being read one by one; the next ones wait for them, and are then listed together. */
  let reading = 0;
  const loads = new Set<Promise<unknown>>();

  function isBusy(): boolean {
    const now = performance.now();
    latest.push(now);
    if (latest.length > calmNames + 1) latest.shift();
    if (latest.length > calmNames && now - (latest[0] ?? 0) < rushWindowMs) rushedAtMs = now;
    return now - rushedAtMs < busyWindowMs;
  }

  /** Until nobody joins any more. */
  async function company(names: ReadonlySet<string>): Promise<void> {
    const until = performance.now() + patienceMs.atMost;
    let count: number;
    do {
      count = names.size;
      await sleep(Math.min(patienceMs.afterLast, until - performance.now()));
    } while (count < names.size && performance.now() < until);
  }

  async function load(names: ReadonlySet<string>, kind: "prompt" | "patient"): Promise<HeldByName> {
    await (kind === "patient" ? company(names) : sleep(gatherMs));
    while (loads.size > 0 && reading >= maxSingleReads) await Promise.race(loads);
    delete gathering[kind];
    const count = names.size;
    reading += count;
    const loaded = found(names);
    const ended = loaded
      .catch(() => undefined)
      .then(() => {
        reading -= count;
        loads.delete(ended);
      });
    loads.add(ended);
    return loaded;
  }

  async function found(names: ReadonlySet<string>): Promise<HeldByName> {
    const sets =
      names.size > maxSingleReads
        ? await list()
        : (await Promise.all([...names].map((name) => list(name)))).flat();
    const byName: HeldByName = new Map();
    for (const set of sets) byName.set(set.name, (byName.get(set.name) ?? new Map()).set(set.type, set));
    return byName;
  }

  return async (name, { isPatient = false } = {}) => {
    const kind = isBusy() && isPatient ? "patient" : "prompt";
    const names = new Set([withoutDot(name)]);
    gathering[kind] ??= { names, found: load(names, kind) };
    gathering[kind].names.add(withoutDot(name));
    return (await gathering[kind].found).get(withoutDot(name)) ?? new Map();
  };
}

type HeldByName = Map<string, Map<string, HeldRecordSet>>;

/** The record set that a deletion of exactly these rrdatas needs. */
interface SpelledRecordSet extends RecordSet {
  rrdatas: readonly string[];
}

export function spelledSet({ name, ttlSeconds, rrdatas }: HeldRecordSet, type: RecordType): SpelledRecordSet {
  const values = rrdatas.map((text) => parseRecordData(type, text)).sort();
  return { name, type, ttlSeconds, values, rrdatas };
}

/** In the provider's spelling if it was read there, otherwise as in a zone file. */
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

function describedData({ rrdatas, computed }: HeldRecordSet): string {
  return computed ?? rrdatas.join(", ");
}

/** Why a plain record set can't be read, as a failure's text and remedy. */
export function notPlain(held: HeldRecordSet, zone: Zone, provider: string) {
  const { name, type } = held;
  return {
    note: texts.notPlain({ type, name, data: describedData(held) }),
    remedy: texts.deleteRecords({ type, name, zone: zone.id, provider }),
  };
}

/** One record of an API that identifies single records by an ID and has no record sets. */
export interface HeldRecord {
  id: string;
  /** Without the trailing dot, lower case. */
  name: string;
  /** In capitals. */
  type: string;
  ttlSeconds: number;
  /** As in a zone file. */
  rrdata: string;
  /** Sorts records by when they were created. */
  made: string;
  /** The data are right, but the provider would now write them differently. */
  needsRewrite?: boolean;
}

/** The record sets that these records form; `recordsOf` has the records of each. */
export function groupRecords(records: readonly HeldRecord[]): HeldRecordSet[] {
  const groups = Map.groupBy(records, ({ name, type }) => `${type} ${name}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { name, type } = first;
    const ttlSeconds = Math.min(...group.map((record) => record.ttlSeconds));
    const needsRewrite = group.some((record) => record.needsRewrite);
    const rrdatas = group.map(({ rrdata }) => rrdata);
    return [{ name, type, ttlSeconds, rrdatas, handle: group, ...(needsRewrite ? { needsRewrite } : {}) }];
  });
}

export function recordsOf(set: HeldRecordSet | null | undefined): readonly HeldRecord[] {
  return (set?.handle ?? []) as readonly HeldRecord[];
}

/**
 * Whether somebody else's record was created before ours when both found the name free, because such an API accepts both. Two
 * writers that ask this about each other's records get the same answer, so exactly one of them removes its own.
 * @param now what stands at the name and type after our write
 * @param before ids of what stood there before it
 */
export function cameSecond(
  now: readonly HeldRecord[],
  before: ReadonlySet<string>,
  ours: ReadonlySet<string>,
): boolean {
  const firstOf = (records: readonly HeldRecord[]) => records.map(({ made }) => made).sort()[0];
  const mine = firstOf(now.filter(({ id }) => ours.has(id)));
  const others = firstOf(now.filter(({ id }) => !ours.has(id) && !before.has(id)));
  return others !== undefined && (mine === undefined || others < mine);
}
