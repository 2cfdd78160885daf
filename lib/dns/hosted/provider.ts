import type { DnsProvider, ReadAllOptions } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import type { RecordSet, Zone } from "@/lib/gateway/model";
import {
  type BatchingOptions,
  type ChangeableZone,
  sameRecordSet,
  type ZoneWriter,
  zoneWriter,
} from "../batching";
import {
  existingRecords,
  type HeldRecordSet,
  notPlain,
  type ReadName,
  recordSetReader,
  recordTypes,
  spelledSet,
} from "./record-sets";
import { texts } from "./texts";

/** Private zones answer only inside a network; only the message that refuses one names it. */
export type ListedZone = Zone & { isPrivate?: true };

/** What the API of a provider has to support. Every function may throw the API's answer; `explain` puts it into words. */
export interface HostedApi {
  title: string;
  /** All zones of the account. */
  listZones(): Promise<ListedZone[]>;
  /** Creates a public zone; if one with that name exists, returns that one. */
  createZone(apex: string): Promise<Zone>;
  /** All record sets of a zone, or of one name. */
  list(zone: Zone, name?: string): Promise<readonly HeldRecordSet[]>;
  /** Like `ChangeableZone.change`. `read` asks the provider, and is shared with other readers. */
  change(
    zone: Zone,
    deletions: readonly RecordSet[],
    additions: readonly RecordSet[],
    read: ReadName,
  ): Promise<void>;
  explain(thrown: unknown): Failure;
  /** Whether the thrown error says that the zone doesn't exist, or no longer exists. */
  isZoneGone(thrown: unknown): boolean;
  /** How many names are read one by one; if there are more, the whole zone is listed. */
  maxSingleReads: number;
  /** As `ChangeableZone.isDivisible`. */
  isDivisible?(failure: Failure): boolean;
  /** How to gather writes, if the provider's limits aren't those of Cloud DNS. */
  gathering?: Partial<BatchingOptions>;
}

/** For an API without batches: each change is its own request, so none waits for others; four a second. */
export const oneByOne: Partial<BatchingOptions> = {
  gatherMs: 0,
  maxRecordSets: 1,
  burst: 20,
  intervalMs: 250,
  longestIntervalMs: 1_000,
  calmCallers: 20,
  removalPatienceMs: 0,
};

/** How late Lamia may notice zones that were created by hand; it knows its own at once. */
const zonesKeptMs = 30_000;

interface OpenZone {
  read: ReadName;
  writer: ZoneWriter;
}

/** A provider made from its API: zones are cached for a while, and reads and writes of many callers are gathered. */
export function hostedProvider(api: HostedApi): DnsProvider {
  const { title, explain } = api;
  const open = new Map<string, OpenZone>();
  let kept: { zones: Promise<ListedZone[]>; atMs: number } | undefined;

  const explained = <Result>(asked: Promise<Result>) =>
    asked.catch((thrown: unknown): never => {
      throw explain(thrown);
    });

  /** If a zone was deleted under us, look for it again instead of blaming the credentials. */
  const explainIn = (zone: Zone) => (thrown: unknown) => {
    if (!api.isZoneGone(thrown)) return explain(thrown);
    kept = undefined;
    const gone = texts.zoneGone({ zone: zone.id, apex: zone.apex, provider: title });
    return new Failure("conflict", gone, { cause: thrown });
  };
  const explainedIn = <Result>(zone: Zone, asked: Promise<Result>) =>
    asked.catch((thrown: unknown): never => {
      throw explainIn(zone)(thrown);
    });

  function openZone(zone: Zone): OpenZone {
    const known = open.get(zone.id);
    if (known) return known;
    const read = recordSetReader((name) => api.list(zone, name), api.maxSingleReads);
    const made = { read, writer: zoneWriter(changeableZone(zone, read), api.gathering) };
    open.set(zone.id, made);
    return made;
  }

  function changeableZone(zone: Zone, read: ReadName): ChangeableZone {
    return {
      ...(api.isDivisible ? { isDivisible: api.isDivisible } : {}),
      change: (deletions, additions) => explainedIn(zone, api.change(zone, deletions, additions, read)),
      holds: (wanted) =>
        explainedIn(
          zone,
          Promise.all(
            wanted.map(async ({ name, type }) => {
              const held = (await read(name)).get(type);
              return held ? spelledSet(held, type) : null;
            }),
          ),
        ),
    };
  }

  function listed(fresh: boolean): Promise<ListedZone[]> {
    if (!fresh && kept && Date.now() - kept.atMs < zonesKeptMs) return kept.zones;
    const zones = explained(api.listZones());
    const mine = { zones, atMs: Date.now() };
    kept = mine;
    zones.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return zones;
  }

  const readName = (zone: Zone, name: string, options?: ReadAllOptions) =>
    explainedIn(zone, openZone(zone).read(name, options));

  return {
    title,
    zones: async ({ fresh = false } = {}) => publicOf(await listed(fresh)),
    privateZones: async () => (await listed(false)).filter(({ isPrivate }) => isPrivate),
    async createZone(apex) {
      try {
        return await explained(api.createZone(apex));
      } finally {
        kept = undefined;
      }
    },
    async read(zone, name, type) {
      const held = (await readName(zone, name)).get(type);
      openZone(zone).writer.looked(name, type);
      if (!held) return null;
      const { set } = existingRecords(held);
      if (set) return set;
      const { note, remedy } = notPlain(held, zone, title);
      throw new Failure("rejected", note, { remedy });
    },
    async readAll(zone, name, options) {
      const held = await readName(zone, name, options);
      for (const type of recordTypes) openZone(zone).writer.looked(name, type);
      return [...held.values()].map(existingRecords);
    },
    async records(zone) {
      const held = await explainedIn(zone, api.list(zone));
      return held.map((each) => existingRecords(each).set).filter((set) => set !== null);
    },
    change: (zone, changes, confirm) => openZone(zone).writer.change(changes, confirm),
  };
}

export function publicOf(zones: readonly ListedZone[]): Zone[] {
  return zones.filter(({ isPrivate }) => !isPrivate);
}

const addressTypes: ReadonlySet<string> = new Set(["A", "AAAA", "CNAME"]);

/** One name and type of a change, with what exists there now. */
export interface PlannedSet {
  name: string;
  type: string;
  standing: HeldRecordSet | null;
  next: RecordSet | null;
}

/**
 * Reads what exists at every name of a change. Throws `conflict` if what is to be deleted has changed, if something is in the
 * way of what is to be added, or if a CNAME would coexist with other records (RFC 1034, section 3.6.2). For APIs that can't
 * make a write conditional, or whose error codes don't say what was wrong. At `flattenedAt`, the provider answers with the
 * addresses of a CNAME record's target, so that only other addresses are in its way.
 */
export async function plannedSets(
  deletions: readonly RecordSet[],
  additions: readonly RecordSet[],
  read: ReadName,
  { flattenedAt }: { flattenedAt?: string } = {},
): Promise<PlannedSet[]> {
  const keyOf = ({ name, type }: RecordSet) => `${type} ${name}`;
  const changes = new Map<string, { seen: RecordSet | null; next: RecordSet | null }>();
  for (const seen of deletions) changes.set(keyOf(seen), { seen, next: null });
  for (const next of additions)
    changes.set(keyOf(next), { seen: changes.get(keyOf(next))?.seen ?? null, next });
  const names = [...new Set([...deletions, ...additions].map(({ name }) => name))];
  const held = new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));

  const planned = [...changes.values()].map(({ seen, next }) => {
    const { name, type } = (next ?? seen) as RecordSet;
    const standing = held.get(name)?.get(type) ?? null;
    const plain = standing && existingRecords(standing).set;
    if ((standing && !plain) || !sameRecordSet(plain, seen))
      throw new Failure("conflict", seen && !standing ? texts.recordSetGone : texts.zoneChanged);
    return { name, type, standing, next };
  });
  for (const { name, type, next } of planned) {
    if (!next) continue;
    const kept = [...(held.get(name)?.keys() ?? [])].filter((other) => !changes.has(`${other} ${name}`));
    const added = planned.filter((each) => each.name === name && each.next).map((each) => each.type);
    const isFlattened = name === flattenedAt;
    const other = [...kept, ...added].find(
      (beside) =>
        beside !== type &&
        (beside === "CNAME" || type === "CNAME") &&
        !(isFlattened && [beside, type].some((each) => !addressTypes.has(each))),
    );
    if (other !== undefined) throw new Failure("conflict", texts.besideOthers({ type, name, other }));
  }
  return planned;
}
