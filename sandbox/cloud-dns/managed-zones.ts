import type { Counts, Levers } from "@/sandbox/levers/levers";
import { type ZoneContent, zoneContent } from "@/sandbox/name-servers/lookup";
import { type RecordSet, selfAndAncestors } from "@/sandbox/name-servers/record-set";
import { type NameServerSet, nameServerHosts, nsRecordSet } from "@/sandbox/name-servers/registry";
import type { ServedZones } from "@/sandbox/name-servers/start";
import { type ChangePlaces, checkChange, type PlannedChange, quotaExceeded } from "./change";
import { keySetsOf, newPublicKey } from "./dns-keys";
import { GoogleError, quota } from "./google-error";
import { type AcceptedChange, type ManagedZone, servedZone } from "./managed-zone";

/** The part of a zone that a snapshot holds; the name servers' copies are recreated from it. */
export interface SavedZone {
  zone: Omit<ManagedZone, "content" | "served" | "nameServers">;
  records: RecordSet[];
}

/** All managed zones of the project: the API changes them, the name servers answer from them. */
export interface ManagedZones extends ServedZones {
  /** Sorted by name. */
  list(): ManagedZone[];
  /** By name or id. */
  find(nameOrId: string): ManagedZone | undefined;
  /** The first public zone of this DNS name. */
  ofDnsName(dnsName: string): ManagedZone | undefined;
  /** @throws GoogleError when the name is taken or no name-server set is left for the DNS name */
  create(zone: {
    name: string;
    dnsName: string;
    description: string;
    labels: Record<string, string>;
    privateVisibilityConfig?: object;
    set?: NameServerSet;
  }): ManagedZone;
  update(
    zone: ManagedZone,
    next: { description?: string; labels?: Record<string, string>; isSigned?: boolean },
  ): void;
  /** @throws GoogleError when it holds more than its SOA and NS */
  remove(zone: ManagedZone): void;
  /** Applies all of the change, or throws a GoogleError; counts as one DNS change. */
  change(zone: ManagedZone, change: PlannedChange, places?: ChangePlaces): AcceptedChange;
  save(): SavedZone[];
}

const nsTtlInSeconds = 21_600;
/** Placeholder for the resolvers of Google's networks; only those answer from private zones. */
const privateNameServer = "ns-gcp-private.googledomains.com.";
/** The API lists this many changes of a zone; older ones are dropped. */
const mostChangesKept = 1000;

/**
 * @param sets the name servers of the provider
 * @param saved zones of an earlier run, served at once
 * @param onChange called after every stored change
 */
export function managedZones(options: {
  levers: Levers;
  counts: Counts;
  sets: readonly NameServerSet[];
  now?: () => number;
  random?: () => number;
  saved?: SavedZone[];
  onChange?: () => void;
}): ManagedZones {
  const { levers, counts, sets, now = Date.now, random = Math.random, onChange = () => {} } = options;
  const zones = new Map<string, ManagedZone>();
  const byApex = new Map<string, ManagedZone>();
  const apexKey = (set: NameServerSet, dnsName: string) => `${set} ${dnsName}`;

  function keep(zone: ManagedZone): void {
    zones.set(zone.name, zone);
    if (zone.set) byApex.set(apexKey(zone.set, zone.dnsName), zone);
  }

  /** A set of name servers that doesn't serve the name yet; undefined when none is left. */
  function freeSet(dnsName: string): NameServerSet | undefined {
    const free = sets.filter((each) => !byApex.has(apexKey(each, dnsName)));
    return free[Math.floor(random() * free.length)];
  }

  /** 50–200 ms after acceptance, or later by the lever's seconds while the lever is set. */
  function post(zone: ManagedZone, change: AcceptedChange): void {
    const lagging = levers.laggingNameServer;
    for (const [index, served] of zone.served.entries()) {
      const usual = 50 + random() * 150;
      const late = lagging?.index === index ? lagging.seconds * 1000 : undefined;
      const delay = () => (late !== undefined && levers.laggingNameServer?.index === index ? late : usual);
      served.post(() => change.startedAt + delay(), change.deletions, change.additions);
    }
  }

  for (const { zone, records } of options.saved ?? []) {
    const restored = assemble(zone, zoneContent(zone.dnsName, records));
    for (const served of restored.served) served.post(() => 0, [], [...records, ...keySetsOf(restored)]);
    keep(restored);
  }

  return {
    list: () => [...zones.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    find: (nameOrId) => zones.get(nameOrId) ?? [...zones.values()].find((zone) => zone.id === nameOrId),
    ofDnsName: (dnsName) => [...zones.values()].find((zone) => zone.set && zone.dnsName === dnsName),
    create({ name, dnsName, privateVisibilityConfig, set: wanted, ...described }) {
      if (zones.has(name)) {
        const place = "entity.managedZone";
        throw new GoogleError("alreadyExists", `The resource '${place}' named '${name}' already exists`);
      }
      if (zones.size >= quota.managedZones) throw quotaExceeded("managedZones", zones.size + 1);
      const set = privateVisibilityConfig ? undefined : (wanted ?? freeSet(dnsName));
      if (!set && !privateVisibilityConfig) throw dnsNameNotAvailable(name);
      const createdAt = now();
      const id = String(10n ** 18n + BigInt(Math.floor(random() * 2 ** 52)));
      const zone = assemble(
        {
          ...{ id, name, dnsName, ...described, createdAt, changes: [], ...(set && { set }) },
          ...(privateVisibilityConfig && { privateVisibilityConfig }),
        },
        zoneContent(dnsName),
      );
      const made = { id: "0", startedAt: createdAt, deletions: [], additions: apexRecords(zone) };
      zone.content.apply([], made.additions);
      zone.changes.push(made);
      post(zone, made);
      keep(zone);
      onChange();
      return zone;
    },
    update(zone, { isSigned, ...next }) {
      Object.assign(zone, next);
      const deletions = keySetsOf(zone);
      if (isSigned !== undefined) zone.publicKey = isSigned ? (zone.publicKey ?? newPublicKey()) : undefined;
      post(zone, { id: "keys", startedAt: now(), deletions, additions: keySetsOf(zone) });
      onChange();
    },
    remove(zone) {
      if (zone.content.size > 2) {
        throw new GoogleError(
          "containerNotEmpty",
          `The resource named '${zone.name}' cannot be deleted because it contains one or more 'resource records'.`,
        );
      }
      zones.delete(zone.name);
      if (zone.set) byApex.delete(apexKey(zone.set, zone.dnsName));
      onChange();
    },
    change(zone, change, places) {
      checkChange(zone.content, change, places);
      const id = String(Number(zone.changes.at(-1)?.id ?? 0) + 1);
      const accepted = { id, startedAt: now(), ...change };
      zone.content.apply(change.deletions, change.additions);
      zone.changes.push(accepted);
      if (zone.changes.length > mostChangesKept) zone.changes.shift();
      post(zone, accepted);
      counts.dnsChanges += 1;
      onChange();
      return accepted;
    },
    servedBy(set, index, name) {
      const time = now();
      for (const apex of selfAndAncestors(name)) {
        const content = byApex.get(apexKey(set, apex))?.served[index]?.at(time);
        if (content) return content;
      }
      return undefined;
    },
    save: () =>
      [...zones.values()].map(({ content, served: _, nameServers: __, ...zone }) => ({
        zone,
        records: [...content.all()],
      })),
  };
}

/** No set of name servers is left, or nobody may host the name. */
export function dnsNameNotAvailable(name: string): GoogleError {
  return new GoogleError(
    "managedZoneDnsNameNotAvailable",
    `The 'entity.managedZone' resource named '${name}' cannot be created because the DNS name is already used ` +
      "or reserved, and no further name servers are available for it.",
  );
}

function assemble(
  zone: Omit<ManagedZone, "content" | "served" | "nameServers">,
  content: ZoneContent,
): ManagedZone {
  const served = [0, 1, 2, 3].map(() => servedZone(zone.dnsName));
  const nameServers = zone.set ? nameServerHosts(zone.set) : [privateNameServer];
  return { ...zone, nameServers, content, served };
}

function apexRecords({ dnsName, nameServers }: ManagedZone): RecordSet[] {
  const soa = `${nameServers[0]} cloud-dns-hostmaster.google.com. 1 21600 3600 259200 300`;
  return [
    nsRecordSet(dnsName, nameServers, nsTtlInSeconds),
    { name: dnsName, type: "SOA", ttl: nsTtlInSeconds, rrdatas: [soa] },
  ];
}
