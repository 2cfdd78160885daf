import { randomBytes } from "node:crypto";
import type { ManagedZone } from "@/sandbox/cloud-dns/managed-zone";
import type { ManagedZones } from "@/sandbox/cloud-dns/managed-zones";
import type { Levers } from "@/sandbox/levers/levers";
import { isRecordType, isWithin, type RecordSet, type RecordType } from "@/sandbox/name-servers/record-set";
import { parseRrdata } from "@/sandbox/name-servers/rrdata";

/** A request, with its path relative to the provider's API. */
export interface ProviderRequest {
  method: string;
  /** The first segment of the full path: the id of the API. */
  mount: string;
  /** Encoded, without the query. */
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
}

export interface ProviderAnswer {
  status: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON. */
  body: object | string;
}

/** What every provider's API needs. */
export interface ProviderParts {
  zones: ManagedZones;
  levers: Levers;
}

/** A provider's API; the sandbox's name servers serve its zones. */
export interface ProviderApi {
  id: string;
  /** Other ids of the same API. */
  aliases?: readonly string[];
  zones: ManagedZones;
  /** The credentials of its one account. */
  credentials: Readonly<Record<string, string>>;
  answer(request: ProviderRequest): Promise<ProviderAnswer> | ProviderAnswer;
  /** For other services of the same account: the error code if the request isn't signed by it. */
  refusesSignature?(request: ProviderRequest): string | undefined;
}

export const newId = (octets = 16) => randomBytes(octets).toString("hex");

/** A record of an API that gives each record an id. */
export interface StoredRecord {
  id: string;
  /** Absolute, lower case. */
  name: string;
  type: RecordType;
  ttl: number;
  /** Canonical zone-file text. */
  rrdata: string;
  createdAt: string;
  /** Other fields that the API shows. */
  more: Readonly<Record<string, unknown>>;
}

/** The records of all zones of a provider, by id; the name servers read them as record sets. */
export function recordShelf(zones: ManagedZones) {
  const shelf = new Map<string, StoredRecord[]>();
  const of = (zone: ManagedZone) => shelf.get(zone.name) ?? [];
  return {
    of,
    /** Replaces all records of the zone at once. @throws GoogleError when the record sets conflict */
    set(zone: ManagedZone, records: StoredRecord[]): void {
      const [before, after] = [recordSets(of(zone)), recordSets(records)];
      const deletions = [...before]
        .filter(([key, set]) => !isSame(after.get(key), set))
        .map(([, set]) => set);
      const additions = [...after]
        .filter(([key, set]) => !isSame(before.get(key), set))
        .map(([, set]) => set);
      if (deletions.length + additions.length > 0) zones.change(zone, { deletions, additions });
      shelf.set(zone.name, records);
    },
  };
}

function recordSets(records: readonly StoredRecord[]): Map<string, RecordSet> {
  const groups = Map.groupBy(records, ({ name, type }) => `${type} ${name}`);
  return new Map(
    [...groups].flatMap(([key, group]) => {
      const [first] = group;
      if (!first) return [];
      const { name, type, ttl } = first;
      return [[key, { name, type, ttl, rrdatas: group.map(({ rrdata }) => rrdata) }] as const];
    }),
  );
}

function isSame(one: RecordSet | undefined, other: RecordSet): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The type and canonical data of a record, or undefined when invalid. */
export function readRecord(type: unknown, rrdata: string): { type: RecordType; rrdata: string } | undefined {
  if (!isRecordType(type)) return undefined;
  const read = parseRrdata(type, rrdata);
  return read && { type, rrdata: read.text };
}

/** The zone's own name, without any prefix. */
export function isInZone(zone: ManagedZone, name: string): boolean {
  return isWithin(name, zone.dnsName);
}

export function zoneNameFor(apex: string): string {
  return apex.endsWith(".") ? apex.toLowerCase() : `${apex.toLowerCase()}.`;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
