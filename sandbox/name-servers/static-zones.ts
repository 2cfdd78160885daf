import { type ZoneContent, zoneContent } from "./lookup";
import type { RecordSet } from "./record-set";

export const rootServerAddress = "127.0.53.1";
export const tldServerAddress = "127.0.53.2";

/** Cloud DNS keeps several sets of four name servers; a zone gets one whole set. */
export const nameServerSets = ["a", "b", "c", "d", "e"] as const;
export type NameServerSet = (typeof nameServerSets)[number];

export interface CloudNameServer {
  /** e.g. "ns-cloud-a1.googledomains.com." */
  host: string;
  address: string;
  set: NameServerSet;
  /** 0–3 within the set. */
  index: number;
}

/** All twenty, on 127.0.54.1 to 127.0.54.20. */
export const cloudNameServers: readonly CloudNameServer[] = nameServerSets.flatMap((set, at) =>
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

/** Every address that the sandbox's name servers listen on. */
export const nameServerAddresses: readonly string[] = [
  rootServerAddress,
  tldServerAddress,
  ...cloudNameServers.map((server) => server.address),
];

export const rootServerHost = "a.root-servers.net.";
export const tldServerHost = "a.gtld-servers.net.";

const hourInSeconds = 3600;

/** The SOA of a zone that the sandbox itself runs; negative answers may be kept for a minute only. */
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

/** "googledomains.com": where the hosts of all Cloud DNS name servers get their addresses from. */
export const googleDomainsZone: ZoneContent = zoneContent("googledomains.com.", [
  soaRecordSet("googledomains.com.", "ns-cloud-a1.googledomains.com."),
  nsRecordSet("googledomains.com.", nameServerHosts("a")),
  ...cloudNameServers.map(({ host, address }) => addressRecordSet(host, address)),
]);

/** The zones that hold the hosts of the root and TLD servers; the TLD server serves them. */
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

/** Glue for hosts that the sandbox runs; none for others, as a registry would have none either. */
export function knownGlue(host: string): RecordSet[] {
  return knownHosts.get(host) ?? [];
}
