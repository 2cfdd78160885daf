import { lookup, negative, type Reply, referral, refused, type ZoneContent, zoneContent } from "./lookup";
import { isWithin, parentName, type RecordSet, selfAndAncestors } from "./record-set";
import type { Answerer } from "./respond";

export const rootServerAddress = "127.0.53.1";
export const tldServerAddress = "127.0.53.2";
/** The counterpart of 1.1.1.1. */
export const publicResolverAddress = "127.0.53.3";

/** Cloud DNS has several sets of four name servers; a zone gets one set. */
export const cloudDnsSets = ["a", "b", "c", "d", "e"] as const;
/** The sets of other providers with an API, and of the one without. */
export const hostedSets = ["f", "g"] as const;
export const byHandSets = ["h", "i"] as const;
const sets = [...cloudDnsSets, ...hostedSets, ...byHandSets] as const;
export type NameServerSet = (typeof sets)[number];

export interface CloudNameServer {
  /** e.g. "ns-cloud-a1.googledomains.com." */
  host: string;
  address: string;
  set: NameServerSet;
  /** 0–3 within the set. */
  index: number;
}

/** All of them, from 127.0.54.1 on. */
export const cloudNameServers: readonly CloudNameServer[] = sets.flatMap((set, at) =>
  [0, 1, 2, 3].map((index) => ({
    host: `ns-cloud-${set}${index + 1}.googledomains.com.`,
    address: `127.0.54.${at * 4 + index + 1}`,
    set,
    index,
  })),
);

/** The hosts of one set, in order. */
export function nameServerHosts(set: NameServerSet): string[] {
  return cloudNameServers.filter((server) => server.set === set).map((server) => server.host);
}

/** Every address of the sandbox's name servers. */
export const nameServerAddresses: readonly string[] = [
  rootServerAddress,
  tldServerAddress,
  publicResolverAddress,
  ...cloudNameServers.map((server) => server.address),
];

export const rootServerHost = "a.root-servers.net.";
export const tldServerHost = "a.gtld-servers.net.";

const hourInSeconds = 3600;

/** The SOA of a zone that the sandbox runs itself; negative answers are cached for only a minute. */
export function soaRecordSet(apex: string, mname: string): RecordSet {
  const rname = "hostmaster.registry.test.";
  return {
    name: apex,
    type: "SOA",
    ttl: hourInSeconds,
    rrdatas: [`${mname} ${rname} 1 7200 900 1209600 60`],
  };
}

export function nsRecordSet(name: string, hosts: readonly string[], ttl = hourInSeconds): RecordSet {
  return { name, type: "NS", ttl, rrdatas: hosts };
}

function addressRecordSet(host: string, address: string): RecordSet {
  return { name: host, type: "A", ttl: hourInSeconds, rrdatas: [address] };
}

/** "googledomains.com": the zone with the addresses of all Cloud DNS name servers. */
export const googleDomainsZone: ZoneContent = zoneContent("googledomains.com.", [
  soaRecordSet("googledomains.com.", "ns-cloud-a1.googledomains.com."),
  nsRecordSet("googledomains.com.", nameServerHosts("a")),
  ...cloudNameServers.map(({ host, address }) => addressRecordSet(host, address)),
]);

/** The zones with the hosts of the root and TLD servers; the TLD server serves them. */
export const registryZones: readonly ZoneContent[] = [
  zoneContent("root-servers.net.", [
    soaRecordSet("root-servers.net.", tldServerHost),
    nsRecordSet("root-servers.net.", [tldServerHost]),
    addressRecordSet(rootServerHost, rootServerAddress),
  ]),
  zoneContent("gtld-servers.net.", [
    soaRecordSet("gtld-servers.net.", tldServerHost),
    nsRecordSet("gtld-servers.net.", [tldServerHost]),
    addressRecordSet(tldServerHost, tldServerAddress),
  ]),
];

const knownHosts = new Map<string, RecordSet[]>([
  [rootServerHost, [addressRecordSet(rootServerHost, rootServerAddress)]],
  [tldServerHost, [addressRecordSet(tldServerHost, tldServerAddress)]],
  ...cloudNameServers.map(({ host, address }): [string, RecordSet[]] => [
    host,
    [addressRecordSet(host, address)],
  ]),
]);

/** Glue for hosts of the sandbox; none for others, which a real registry wouldn't have either. */
export function knownGlue(host: string): RecordSet[] {
  return knownHosts.get(host) ?? [];
}

/** The registrations of all top-level domains. */
export interface Delegations {
  /** The name servers of a registered domain (absolute lower-case names); undefined when it isn't registered. */
  nameServersOf(domain: string): readonly string[] | undefined;
  domains(): Iterable<string>;
  /** The DS records of a registered domain, as master-file text. */
  signersOf?(domain: string): readonly string[];
}

const delegationTtlInSeconds = 172_800;
/** Delegations change at once in the sandbox. Real ones are cached for two days, so that is the TTL. */
const rootZone = zoneContent(".", [
  soaRecordSet(".", rootServerHost),
  nsRecordSet(".", [rootServerHost], delegationTtlInSeconds),
]);

/** The root server: refers every top-level domain to the TLD server. */
export const answerAtRoot: Answerer = (name, type) => {
  if (name === ".") return lookup(rootZone, name, type, knownGlue);
  const tld = topLevelDomain(name);
  if (type === "DS" && name === tld) return negative(rootZone, "NOERROR");
  return referral(rootZone, nsRecordSet(tld, [tldServerHost], delegationTtlInSeconds), knownGlue);
};

/** The server of all top-level domains: refers registered domains, and answers NXDOMAIN for others. */
export function answerAtTld(delegations: Delegations): Answerer {
  return (name, type) => {
    if (name === ".") return refused;
    const infrastructure = registryZones.find((zone) => isWithin(name, zone.apex));
    if (infrastructure) return lookup(infrastructure, name, type, knownGlue);
    const tld = topLevelDomain(name);
    const zone = zoneContent(tld, [soaRecordSet(tld, tldServerHost), nsRecordSet(tld, [tldServerHost])]);
    if (name === tld) return lookup(zone, name, type, knownGlue);
    const cut = delegationOf(name, delegations);
    if (cut && !(type === "DS" && name === cut.name)) return referral(zone, cut, knownGlue);
    const signers = (cut && delegations.signersOf?.(name)) ?? [];
    if (signers.length > 0) {
      zone.apply([], [{ name, type: "DS", ttl: hourInSeconds, rrdatas: signers }]);
      return lookup(zone, name, type, knownGlue);
    }
    if (cut || isAboveADomain(name, delegations)) return negative(zone, "NOERROR");
    return negative(zone, "NXDOMAIN");
  };
}

/**
 * A Cloud DNS name server: answers from the longest matching zone, knows its own host names, and refuses the rest. Of two
 * zones of which one is the parent, the parent answers for DS (RFC 4035 3.1.4.1).
 */
export function answerAtCloud(zoneFor: (name: string) => ZoneContent | undefined): Answerer {
  return (name, type): Reply => {
    const parent = type === "DS" ? zoneFor(parentName(name) ?? ".") : undefined;
    const zone =
      parent ?? zoneFor(name) ?? (isWithin(name, googleDomainsZone.apex) ? googleDomainsZone : undefined);
    return zone ? lookup(zone, name, type, knownGlue) : refused;
  };
}

function delegationOf(name: string, delegations: Delegations): RecordSet | undefined {
  if (isWithin(name, googleDomainsZone.apex)) {
    return googleDomainsZone.get(googleDomainsZone.apex, "NS");
  }
  for (const ancestor of selfAndAncestors(name)) {
    const hosts = delegations.nameServersOf(ancestor);
    if (hosts && hosts.length > 0) return nsRecordSet(ancestor, hosts, delegationTtlInSeconds);
  }
  return undefined;
}

/** "co.uk" has no records, but exists when "example.co.uk" does. */
function isAboveADomain(name: string, delegations: Delegations): boolean {
  for (const domain of delegations.domains()) {
    if (domain.endsWith(`.${name}`)) return true;
  }
  return false;
}

function topLevelDomain(name: string): string {
  let current = name;
  for (
    let parent = parentName(current);
    parent !== undefined && parent !== ".";
    parent = parentName(current)
  ) {
    current = parent;
  }
  return current;
}
