import { dnsPart, sameName } from "./hosts";
import {
  type GatewayServer,
  hostProblem,
  keyOf,
  type MalformedPart,
  type PortAndHost,
  type SecuredHost,
  type SecuredHostKey,
} from "./secured-hosts";
import { texts } from "./texts";

/** Which hosts of a Gateway's servers get DNS records: only its Secured Hosts, or all of them. */
export const dnsRecordsChoices = ["secured", "all"] as const;
export type DnsRecords = (typeof dnsRecordsChoices)[number];
/** The metadata key of virtual clusters and Gateways; the Gateway's counts first. */
export const dnsRecordsKey = "dns_records";
export const dnsRecordsAnnotation = `lamia.dev/${dnsRecordsKey}`;

/** A server of a Gateway, and the port that clients reach it on. */
export interface ServerOnPort extends GatewayServer {
  port: number;
}

export interface RecordHosts {
  /** Each host once, with the first server that names it. */
  hosts: (PortAndHost & { server: GatewayServer })[];
  /** Hosts of servers that can't have a record, and why. */
  skipped: MalformedPart[];
}

/**
 * The hosts of a Gateway's servers that get an address record and nothing else: all but those in `secured`, which have a walk
 * with a certificate. Names are returned in lowercase and without the namespace before the slash.
 */
export function recordHostsOf(
  servers: readonly ServerOnPort[],
  secured: readonly Pick<PortAndHost, "host">[],
): RecordHosts {
  const known = new Set(secured.map(({ host }) => host));
  const hosts: RecordHosts["hosts"] = [];
  const skipped: MalformedPart[] = [];
  for (const { port, ...server } of servers) {
    for (const written of server.hosts) {
      const host = sameName(dnsPart(written));
      if (known.has(host)) continue;
      known.add(host);
      const reason = host === "*" ? texts.noRecordForAll : hostProblem(host);
      // Without the others, so that a change of one host doesn't wake hundreds.
      if (reason === null) hosts.push({ port, host, server: { ...server, hosts: [written] } });
      else skipped.push({ part: written, reason });
    }
  }
  return { hosts, skipped };
}

/** Whether Lamia writes this host's records only because the metadata ask for all hosts of a server. */
export function isRecordsOnly({ recordsOnly }: Pick<SecuredHost, "recordsOnly">): boolean {
  return recordsOnly === true;
}

/** What a change of a Gateway, or of its Namespace, means for the hosts of its servers that have records only. */
export interface RecordHostChange {
  before: readonly SecuredHost[];
  after: readonly SecuredHost[];
}

export const noRecordHostChange: RecordHostChange = { before: [], after: [] };

/** Those that nobody asks for any more; one that has become a Secured Host, or moved to another server, has another walk. */
export function goneRecordHosts({ before, after }: RecordHostChange): SecuredHost[] {
  const known = new Set(after.map(keyOf));
  return before.filter((each) => isRecordsOnly(each) && !known.has(keyOf(each)));
}

/** The walks of hosts that were Secured Hosts before and get only records now: their keys aren't needed any more. */
export function unsecured({ before, after }: RecordHostChange): SecuredHostKey[] {
  const recorded = new Set(after.filter(isRecordsOnly).map(({ host }) => host));
  return before.filter((each) => !isRecordsOnly(each) && recorded.has(each.host)).map(keyOf);
}
