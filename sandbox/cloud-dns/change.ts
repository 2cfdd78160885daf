import type { ZoneContent } from "@/sandbox/name-servers/lookup";
import type { RecordSet } from "@/sandbox/name-servers/record-set";
import { GoogleError, invalidValue, missingParameter, quota } from "./google-error";
import { quotaExceeded, readRecordSet } from "./record-set-input";

/** Record sets that a change removes and adds, checked against what stands; may be applied as it is. */
export interface PlannedChange {
  deletions: RecordSet[];
  additions: RecordSet[];
}

/** How errors name the place of the n-th deletion or addition; rrset methods have names of their own. */
export type ChangePlaces = (kind: "additions" | "deletions", at: number) => string;

const changePlaces: ChangePlaces = (kind, at) => `entity.change.${kind}[${at}]`;

/** Reads a change of a request. @throws GoogleError */
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
 * Checks that the change can be applied as a whole: each deletion is exactly what stands (name, type, TTL and rrdatas
 * in any order), each addition is new once the deletions are gone, and the zone stays well-formed.
 * @throws GoogleError; then nothing of the change may be applied
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

/** A CNAME stands alone at its name (RFC 2181 10.1), an ALIAS at the apex without the addresses that it gives. */
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

/** SOA and NS of the apex may be replaced, never removed. */
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
