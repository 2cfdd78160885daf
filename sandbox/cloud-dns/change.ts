import type { ZoneContent } from "@/sandbox/name-servers/lookup";
import {
  absoluteName,
  isDomainName,
  isRecordType,
  isWithin,
  type RecordSet,
  type RecordType,
  type RoutingPolicy,
  routingPolicyKinds,
} from "@/sandbox/name-servers/record-set";
import { parseRrdata } from "@/sandbox/name-servers/rrdata";
import { GoogleError, invalidValue, missingParameter, quota } from "./google-error";

/** Record sets that a change removes and adds, checked against the current ones and ready to apply. */
export interface PlannedChange {
  deletions: RecordSet[];
  additions: RecordSet[];
}

/** How errors refer to the n-th deletion or addition; the rrset methods use other names. */
export type ChangePlaces = (kind: "additions" | "deletions", at: number) => string;

const changePlaces: ChangePlaces = (kind, at) => `entity.change.${kind}[${at}]`;

/** Reads a change from a request. @throws GoogleError */
export function readChange(body: unknown, apex: string): PlannedChange {
  if (typeof body !== "object" || body === null) throw missingParameter("entity.change");
  const { additions = [], deletions = [] } = body as { additions?: unknown; deletions?: unknown };
  const read = (sets: unknown, kind: "additions" | "deletions") => {
    if (!Array.isArray(sets)) throw missingParameter(`entity.change.${kind}`);
    const name = kind === "additions" ? "rrsetAdditionsPerChange" : "rrsetDeletionsPerChange";
    if (sets.length > quota[name]) throw quotaExceeded(name, sets.length);
    return sets.map((set, at) => readRecordSet(set, changePlaces(kind, at), apex));
  };
  const change = { deletions: read(deletions, "deletions"), additions: read(additions, "additions") };
  if (change.additions.length + change.deletions.length === 0) throw missingParameter("entity.change");
  const size = change.additions.reduce((sum, set) => sum + set.rrdatas.join("").length, 0);
  if (size > quota.totalRrdataSizePerChange) throw quotaExceeded("totalRrdataSizePerChange", size);
  return change;
}

/**
 * Checks that the change applies as a whole: each deletion matches a current record set (name, type, TTL, and
 * rrdatas in any order), no addition exists after the deletions, and the zone stays well-formed.
 * @throws GoogleError; then none of the change may be applied
 */
export function checkChange(
  zone: ZoneContent,
  change: PlannedChange,
  places: ChangePlaces = changePlaces,
): void {
  const gone = new Set<string>();
  for (const [at, set] of change.deletions.entries()) {
    const place = places("deletions", at);
    const current = gone.has(key(set)) ? undefined : zone.get(set.name, set.type);
    if (!current) {
      throw new GoogleError(
        "notFound",
        `The '${place}' resource named '${set.name} (${set.type})' does not exist.`,
      );
    }
    if (!sameRecords(current, set)) {
      throw new GoogleError("conditionNotMet", `Precondition not met for '${place}'`);
    }
    gone.add(key(set));
  }
  const added = new Map<string, RecordSet[]>();
  for (const [at, set] of change.additions.entries()) {
    const place = places("additions", at);
    const here = added.get(set.name) ?? [];
    const stands = !gone.has(key(set)) && zone.get(set.name, set.type) !== undefined;
    if (stands || here.some((other) => other.type === set.type)) {
      throw new GoogleError(
        "alreadyExists",
        `The resource '${place}' named '${set.name} (${set.type})' already exists`,
      );
    }
    const kept = [...(zone.at(set.name)?.values() ?? [])].filter((other) => !gone.has(key(other)));
    checkAlone(set, [...kept, ...here], place);
    if (set.type === "SOA" && set.name !== zone.apex) throw apexError(place, "SOA");
    if (set.type === "ALIAS" && set.name !== zone.apex) throw invalidValue(`${place}.type`, set.type);
    added.set(set.name, [...here, set]);
  }
  checkApex(zone, change, places);
  const size = zone.size - change.deletions.length + change.additions.length;
  if (size > quota.rrsetsPerManagedZone) throw quotaExceeded("rrsetsPerManagedZone", size);
}

/**
 * A CNAME allows no other records at its name (RFC 2181 10.1). An ALIAS allows no addresses beside it at the apex,
 * because it supplies them.
 */
function checkAlone(set: RecordSet, others: RecordSet[], place: string): void {
  const gives = (one: RecordSet, other: RecordSet) =>
    one.type === "ALIAS" && (other.type === "A" || other.type === "AAAA");
  if (others.some((other) => gives(set, other) || gives(other, set))) {
    throw invalidValue(`${place}.type`, set.type);
  }
  if (others.some((other) => (other.type === "CNAME") !== (set.type === "CNAME"))) {
    throw new GoogleError(
      "cnameResourceRecordSetConflict",
      `The resource record set '${place}' is invalid because the DNS name '${set.name}' may have either ` +
        "one CNAME resource record set or resource record sets of other types, but not both.",
    );
  }
}

/** The SOA and NS sets of the apex can be replaced, but not removed. */
function checkApex(zone: ZoneContent, change: PlannedChange, places: ChangePlaces): void {
  for (const [at, { name, type }] of change.deletions.entries()) {
    if (name !== zone.apex || (type !== "SOA" && type !== "NS")) continue;
    const replaced = change.additions.some((set) => set.name === name && set.type === type);
    if (!replaced) throw apexError(places("deletions", at), type);
  }
}

function apexError(place: string, type: string): GoogleError {
  return new GoogleError(
    "invalidZoneApex",
    `The resource record set '${place}' is invalid because a zone must contain exactly one resource record set ` +
      `of type '${type}' at the apex.`,
  );
}

function sameRecords(a: RecordSet, b: RecordSet): boolean {
  if (JSON.stringify(a.routingPolicy) !== JSON.stringify(b.routingPolicy)) return false;
  return a.ttl === b.ttl && [...a.rrdatas].sort().join("\n") === [...b.rrdatas].sort().join("\n");
}

function key({ name, type }: RecordSet): string {
  return `${name} ${type}`;
}

/**
 * Reads a resource record set from a request and normalizes it (lower-case names, quoted TXT strings).
 * @param parameter how the API's errors refer to it, e.g. "entity.change.additions[0]"
 * @throws GoogleError as the API answers
 */
export function readRecordSet(input: unknown, parameter: string, apex: string): RecordSet {
  if (typeof input !== "object" || input === null) throw invalidValue(parameter, input);
  const { name, type, ttl, rrdatas, routingPolicy } = input as Record<string, unknown>;
  if (name === undefined) throw missingParameter(`${parameter}.name`);
  if (type === undefined) throw missingParameter(`${parameter}.type`);
  const owner = readOwner(name, `${parameter}.name`, apex);
  if (!isRecordType(type)) throw invalidValue(`${parameter}.type`, type);
  const seconds = ttl === undefined ? 0 : Number(ttl);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 0x7fff_ffff) {
    throw invalidValue(`${parameter}.ttl`, ttl);
  }
  if (routingPolicy !== undefined && routingPolicy !== null) {
    if (Array.isArray(rrdatas) && rrdatas.length > 0) throw invalidValue(`${parameter}.rrdata`, rrdatas[0]);
    const policy = readRoutingPolicy(routingPolicy, type, `${parameter}.routingPolicy`);
    return { name: owner, type, ttl: seconds, ...policy };
  }
  if (!Array.isArray(rrdatas) || rrdatas.length === 0) throw invalidValue(`${parameter}.rrdata`, "");
  if (rrdatas.length > quota.resourceRecordsPerRrset) {
    throw quotaExceeded("resourceRecordsPerRrset", rrdatas.length);
  }
  const texts = rrdatas.map((text: unknown, at) => {
    const read = typeof text === "string" ? parseRrdata(type, text) : undefined;
    if (!read) throw invalidValue(`${parameter}.rrdata[${at}]`, text);
    return read.text;
  });
  const repeated = texts.findIndex((text, at) => texts.indexOf(text) !== at);
  if (repeated >= 0) throw invalidValue(`${parameter}.rrdata[${repeated}]`, texts[repeated]);
  if ((type === "CNAME" || type === "SOA" || type === "ALIAS") && texts.length > 1) {
    throw new GoogleError(
      "invalidRecordCount",
      `The resource record set '${parameter}' is invalid because it has an invalid number of resource records.`,
    );
  }
  return { name: owner, type, ttl: seconds, rrdatas: texts };
}

export function quotaExceeded(name: keyof typeof quota, asked: number): GoogleError {
  return new GoogleError(
    "quotaExceeded",
    `The quota '${name}' of ${quota[name]} has been exceeded: ${asked} were asked for.`,
  );
}

function readOwner(name: unknown, parameter: string, apex: string): string {
  if (typeof name !== "string" || !name.endsWith(".")) throw invalidValue(parameter, name);
  const owner = absoluteName(name);
  if (!isDomainName(owner, { wildcard: true }) || !isWithin(owner, apex)) throw invalidValue(parameter, name);
  return owner;
}

interface Item {
  rrdatas: string[];
  weight?: number;
  location?: string;
}

/**
 * Reads a record set's routing policy: `wrr` with weighted items, or `geo` with items by location. Items that refer
 * to load balancers with Google's health checks are rejected: the sandbox has no such load balancers.
 * @returns the policy as the API shows it, and what the name servers answer: the records of the heaviest item, or
 * of the first location
 * @throws GoogleError as the API answers
 */
export function readRoutingPolicy(
  input: unknown,
  type: RecordType,
  parameter: string,
): { routingPolicy: RoutingPolicy; rrdatas: string[] } {
  if (typeof input !== "object" || input === null) throw invalidValue(parameter, input);
  const given = routingPolicyKinds.filter((kind) => (input as Record<string, unknown>)[kind] !== undefined);
  const [kind] = given;
  if (!kind || given.length > 1) throw invalidValue(parameter, given.join(" and "));
  const { items, enableFencing } = (input as Record<string, Record<string, unknown>>)[kind] ?? {};
  if (!Array.isArray(items) || items.length === 0) throw missingParameter(`${parameter}.${kind}.items`);
  const read = items.map((item, at) => readItem(item, kind, type, `${parameter}.${kind}.items[${at}]`));
  const places = read.map(({ location }) => location).filter((location) => location !== undefined);
  const repeated = places.find((location, at) => places.indexOf(location) !== at);
  if (repeated !== undefined) throw invalidValue(`${parameter}.geo.items`, repeated);
  const answered = read.toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0))[0]?.rrdatas ?? [];
  const policyKind = kind === "wrr" ? "WrrPolicy" : "GeoPolicy";
  const named = `dns#rRSetRoutingPolicy${policyKind}`;
  const policy = {
    kind: named,
    ...(kind === "geo" && enableFencing !== undefined && { enableFencing: enableFencing === true }),
    items: read.map((item) => ({ kind: `${named}${policyKind}Item`, ...item, signatureRrdatas: [] })),
  };
  return { routingPolicy: { kind: "dns#rRSetRoutingPolicy", [kind]: policy }, rrdatas: answered };
}

function readItem(
  input: unknown,
  kind: (typeof routingPolicyKinds)[number],
  type: RecordType,
  parameter: string,
): Item {
  if (typeof input !== "object" || input === null) throw invalidValue(parameter, input);
  const { rrdatas, weight, location, healthCheckedTargets } = input as Record<string, unknown>;
  if (healthCheckedTargets !== undefined) throw invalidValue(`${parameter}.healthCheckedTargets`, "{}");
  if (!Array.isArray(rrdatas) || rrdatas.length === 0) throw missingParameter(`${parameter}.rrdatas`);
  const texts = rrdatas.map((text: unknown, at) => {
    const read = typeof text === "string" ? parseRrdata(type, text) : undefined;
    if (!read) throw invalidValue(`${parameter}.rrdatas[${at}]`, text);
    return read.text;
  });
  if (kind === "geo") {
    if (typeof location !== "string" || location === "") throw missingParameter(`${parameter}.location`);
    return { location, rrdatas: texts };
  }
  if (typeof weight !== "number" || weight < 0 || weight > 1000) {
    throw new GoogleError("invalid", `Invalid value for '${parameter}.weight': '${String(weight)}'`);
  }
  return { weight, rrdatas: texts };
}
