import { type ZoneContent, zoneContent } from "@/sandbox/name-servers/lookup";
import type { RecordSet } from "@/sandbox/name-servers/record-set";
import type { NameServerSet } from "@/sandbox/name-servers/registry";

export interface AcceptedChange {
  /** "0" for the zone's creation, then 1, 2, … */
  id: string;
  /** ms since 1970. */
  startedAt: number;
  deletions: readonly RecordSet[];
  additions: readonly RecordSet[];
}

export interface ManagedZone {
  /** A decimal number of up to 64 bits. */
  id: string;
  name: string;
  /** Absolute, lower case. */
  dnsName: string;
  description: string;
  labels: Record<string, string>;
  /** The networks that see a private zone, as the API shows them; a public zone has none. */
  privateVisibilityConfig?: object;
  /** The public key of a signed zone, base64; its private half signs nothing, as no client here validates. */
  publicKey?: string | undefined;
  /** ms since 1970. */
  createdAt: number;
  /** The set of name servers that serves the zone; a private zone has none in the sandbox. */
  set?: NameServerSet;
  /** Four hosts with their final dots, or the placeholder for Google's networks. */
  nameServers: readonly string[];
  /** The API's view: includes every accepted change. */
  content: ZoneContent;
  changes: AcceptedChange[];
  /** The copy that each of the four name servers answers from. */
  served: readonly ServedZone[];
}

/** How long a change is "pending" after it was accepted. */
const pendingInMilliseconds = 200;

/** The resource `dns#managedZone`. */
export function zoneResource(zone: ManagedZone): object {
  return {
    kind: "dns#managedZone",
    id: zone.id,
    name: zone.name,
    dnsName: zone.dnsName,
    description: zone.description,
    nameServers: zone.nameServers,
    creationTime: new Date(zone.createdAt).toISOString(),
    ...(zone.privateVisibilityConfig
      ? { visibility: "private", privateVisibilityConfig: zone.privateVisibilityConfig }
      : { visibility: "public" }),
    cloudLoggingConfig: { kind: "dns#managedZoneCloudLoggingConfig" },
    ...(zone.publicKey && { dnssecConfig: { kind: "dns#managedZoneDnsSecConfig", state: "on" } }),
    ...(Object.keys(zone.labels).length > 0 && { labels: zone.labels }),
  };
}

/** The resource `dns#resourceRecordSet`. */
export function recordSetResource({ name, type, ttl, rrdatas, routingPolicy }: RecordSet): object {
  const kind = "dns#resourceRecordSet";
  // The API shows the candidates of a policy in the policy only.
  if (routingPolicy) return { kind, name, type, ttl, routingPolicy };
  return { kind, name, type, ttl, rrdatas, signatureRrdatas: [] };
}

/** The resource `dns#change`. */
export function changeResource(change: AcceptedChange, now: number): object {
  return {
    kind: "dns#change",
    id: change.id,
    startTime: new Date(change.startedAt).toISOString(),
    status: now - change.startedAt >= pendingInMilliseconds ? "done" : "pending",
    isServing: false,
    ...(change.additions.length > 0 && { additions: change.additions.map(recordSetResource) }),
    ...(change.deletions.length > 0 && { deletions: change.deletions.map(recordSetResource) }),
  };
}

/** One name server's copy of a zone. It applies every change in order, each a little after it was accepted. */
export interface ServedZone {
  /**
   * @param dueAt returns the time (ms) from which this server serves the change, and may return another time on
   * each call
   */
  post(dueAt: () => number, deletions: readonly RecordSet[], additions: readonly RecordSet[]): void;
  /** The current records of this server; undefined before it knows the zone. */
  at(now: number): ZoneContent | undefined;
}

/**
 * Changes wait in a queue and are applied when the zone is next read. So there are no timers, tests can supply a
 * clock, and a lagging server catches up at once when it stops lagging.
 */
export function servedZone(apex: string): ServedZone {
  let content: ZoneContent | undefined;
  const waiting: { dueAt: () => number; deletions: readonly RecordSet[]; additions: readonly RecordSet[] }[] =
    [];
  return {
    post: (dueAt, deletions, additions) => {
      waiting.push({ dueAt, deletions, additions });
    },
    at(now) {
      for (let next = waiting[0]; next && next.dueAt() <= now; next = waiting[0]) {
        content ??= zoneContent(apex);
        content.apply(next.deletions, next.additions);
        waiting.shift();
      }
      return content;
    },
  };
}
