import pLimit from "p-limit";
import { createInspector } from "@/lib/dns/inspector";
import { registrableDomain } from "@/lib/dns/registrable-domain";
import { type CaaFinding, caaFinding } from "@/lib/gateway/certificate/caa-warning";
import type { AddressEvidence, Diagnosis, Evidence } from "@/lib/gateway/diagnose/evidence";
import { diagnose } from "@/lib/gateway/diagnose/verdicts";
import type { Resolver } from "@/lib/gateway/dns/ports";
import type { CertificateAuthority } from "@/lib/gateway/world";
import { inspectAddress } from "@/lib/tls/inspect";
import type { Environment } from "./environment";

/**
 * Checks everything about a host, and judges it. Changes nothing; the host must be valid and not a wildcard.
 *
 * @param issuer the CA that would issue for the host
 */
export type Diagnoser = (host: string, issuer: () => Promise<CertificateAuthority>) => Promise<Diagnosis>;

const dnsDeadlineInMs = 15_000;
const caaDeadlineInMs = 5_000;
const mostAtOnce = 4;

/**
 * A diagnosis connects to addresses from a stranger's zone, so it is limited: DNS, and ports 80 and 443; no address
 * of this machine or of a network's own services; a deadline; few at once; and one for all users who ask about the
 * same host.
 */
export function createDiagnoser(
  environment: Environment,
  { resolver, mayAsk }: { resolver: Resolver; mayAsk(address: string): boolean },
): Diagnoser {
  const { LAMIA_DNS_ROOT_SERVERS, LAMIA_DNS_PORT, LAMIA_PUBLIC_RESOLVERS, LAMIA_PROBE_ADDRESSES } =
    environment;
  const world = {
    ...(LAMIA_DNS_ROOT_SERVERS ? { rootServers: LAMIA_DNS_ROOT_SERVERS } : {}),
    port: LAMIA_DNS_PORT,
    mayAsk,
  };
  const inspect = createInspector({ ...world, publicResolvers: LAMIA_PUBLIC_RESOLVERS });
  const gate = pLimit(mostAtOnce);
  const underWay = new Map<string, Promise<Diagnosis>>();

  async function addressEvidence(address: string, host: string): Promise<AddressEvidence> {
    if (mayAsk(address))
      return { ...(await inspectAddress(LAMIA_PROBE_ADDRESSES, address, host)), isRefused: false };
    return { address, isRefused: true, http: null, https: null, presented: null, tls: null };
  }

  async function caaFindingOf(
    zone: Evidence["zone"],
    servers: string[],
    host: string,
    issuer: () => Promise<CertificateAuthority>,
  ): Promise<CaaFinding> {
    const unknown: CaaFinding = { kind: "unknown" };
    if (!zone || servers.length === 0) return unknown;
    const late = new Promise<CaaFinding>((resolve) =>
      setTimeout(() => resolve(unknown), caaDeadlineInMs).unref(),
    );
    const asked = issuer().then((ca) =>
      caaFinding({ ca, resolver }, { apex: zone.apex, nameServers: servers }, host, { followsAliases: true }),
    );
    // Without the CA's answer, its names are unknown.
    return Promise.race([asked.catch(() => unknown), late]);
  }

  async function gather(host: string, issuer: () => Promise<CertificateAuthority>): Promise<Diagnosis> {
    const { addresses, ...dns } = await inspect(host, AbortSignal.timeout(dnsDeadlineInMs));
    const servers = [...new Set(dns.serials.filter(({ values }) => values !== null).map(({ from }) => from))];
    const [inspected, caaIssuer] = await Promise.all([
      Promise.all(addresses.map((address) => addressEvidence(address, host))),
      caaFindingOf(dns.zone, servers, host, issuer),
    ]);
    const checkedAt = new Date().toISOString();
    const registrable = registrableDomain(host);
    return diagnose({ ...dns, host, checkedAt, registrable, caaIssuer, addresses: inspected });
  }

  return (host, issuer) => {
    const shared = underWay.get(host);
    if (shared) return shared;
    const gathered = gate(() => gather(host, issuer)).finally(() => underWay.delete(host));
    underWay.set(host, gathered);
    return gathered;
  };
}
