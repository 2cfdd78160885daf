import { lookup, negative, type Reply, referral, refused, type ZoneContent, zoneContent } from "./lookup";
import { isWithin, parentName, type RecordSet, selfAndAncestors } from "./record-set";
import type { Answerer } from "./respond";
import {
  googleDomainsZone,
  knownGlue,
  nsRecordSet,
  registryZones,
  rootServerHost,
  soaRecordSet,
  tldServerHost,
} from "./static-zones";

/** What the registrar has put into the registries of all top-level domains. */
export interface Delegations {
  /** The name servers of a registered domain (absolute lower-case names); undefined when it is not registered. */
  nameServersOf(domain: string): readonly string[] | undefined;
  domains(): Iterable<string>;
}

const delegationTtlInSeconds = 172_800;
/** Delegations change at once in the sandbox, but real ones are cached for two days, so the TTL says so. */
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

/** The server of all top-level domains: refers registered domains, denies others. */
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
    if (cut || isAboveADomain(name, delegations)) return negative(zone, "NOERROR");
    return negative(zone, "NXDOMAIN");
  };
}

/** A Cloud DNS name server: what it holds of the longest zone that fits, its own host names, else REFUSED. */
export function answerAtCloud(zoneFor: (name: string) => ZoneContent | undefined): Answerer {
  return (name, type): Reply => {
    const zone = zoneFor(name) ?? (isWithin(name, googleDomainsZone.apex) ? googleDomainsZone : undefined);
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

/** "co.uk" holds no records of its own, but exists when "example.co.uk" does. */
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
