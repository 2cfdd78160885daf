import type { Answer } from "@/lib/gateway/dns/ports";
import type { PublicAddress, Zone } from "@/lib/gateway/model";
import type { Obstacle } from "@/lib/gateway/steps/usable-server";
import { texts } from "@/lib/gateway/texts";
import type { World } from "@/lib/gateway/world";
import { isIpAddress } from "@/lib/model/dns-name";
import { readGatewayAddress } from "@/lib/model/gateway-address";
import type { SecuredHost } from "@/lib/model/secured-hosts";

/** Where clients outside the cluster reach the ingress; null while it has no address. */
export async function publicAddress(target: SecuredHost, world: World): Promise<PublicAddress | null> {
  const { cluster } = world;
  const written = writtenAddress(target, world);
  if (written?.kind === "addresses") return written.addresses;
  if (written?.kind === "nodes") {
    const ofNodes = (await cluster.nodeAddresses())[written.which];
    return hasAddress(ofNodes) ? ofNodes : null;
  }
  const ingresses = await cluster.ingresses(target);
  const open = ingresses.filter(({ address }) => hasAddress(address));
  const ingress = open.find(({ ports }) => ports.includes(80)) ?? open[0];
  return ingress?.address ?? null;
}

/** A CA asks only port 80 (RFC 8555, section 8.3), and node ports that lead to a Service have other numbers. */
export async function nodePortObstacle(target: SecuredHost, world: World): Promise<Obstacle | null> {
  if (world.challengeType !== "http-01") return null;
  const written = writtenAddress(target, world);
  if (written && written.kind !== "nodes") return null;
  const ingresses = await world.cluster.ingresses(target);
  const isOpen = ingresses.some(
    ({ type, address }) => type === "LoadBalancer" || (written === null && hasAddress(address)),
  );
  const behindNodes = ingresses.find(({ type }) => type === "NodePort");
  if (isOpen || !behindNodes) return null;
  const service = `${behindNodes.namespace}/${behindNodes.service}`;
  return { note: texts.noHttpForNodePort({ service }), remedy: texts.noHttpForNodePortRemedy };
}

function writtenAddress({ gatewayAddress }: SecuredHost, world: World) {
  return readGatewayAddress(gatewayAddress) ?? readGatewayAddress(world.gatewayAddress ?? undefined);
}

function hasAddress({ ipv4, ipv6, hostname }: PublicAddress): boolean {
  return ipv4.length > 0 || ipv6.length > 0 || hostname !== null;
}

/**
 * What has to change before a CA can validate the host by HTTP, because the CA asks the addresses that DNS gives. Null if
 * nothing has to. Checked before an order, so that no order waits for a record that a user has to write. Without a remedy,
 * the change comes by itself.
 */
export async function notReachable(
  target: SecuredHost,
  zone: Zone,
  world: World,
): Promise<{ note: string; remedy: string | null } | null> {
  const { host } = target;
  const address = await publicAddress(target, world);
  if (!address) return { note: texts.noAddressForHttp, remedy: null };
  if (isIpAddress(host)) return notAtIngress(host, address);
  // The provider's proxies answer, and pass requests on.
  if (world.dns.isProxied) return null;
  const types = ["A", "AAAA"] as const;
  const answers = await Promise.all(types.map((type) => world.resolver.ask(zone.nameServers, host, type)));
  for (const server of zone.nameServers) {
    const said = answers.flatMap((each) => each.find((answer) => answer.server === server) ?? []);
    if (leadsTo(address, said, host === zone.apex)) continue;
    const addresses = shownAddress(address);
    const note = texts.leadsElsewhere({ host, addresses, server, found: shownAnswers(said) });
    // Lamia writes the record itself, unless something else is there.
    const isComing = !world.dns.byHand && said.every(({ alias, values }) => !alias && !values?.length);
    return { note, remedy: isComing ? null : texts.leadsElsewhereRemedy({ host, addresses }) };
  }
  return null;
}

/** Why the ingress can't be reached at a host that is an IP address; null if it can. */
export function notAtIngress(host: string, address: PublicAddress): Obstacle | null {
  if (address.ipv4.includes(host) || address.ipv6.includes(host)) return null;
  return {
    note: texts.notAnAddressOfIngress({ host, addresses: shownAddress(address) }),
    remedy: texts.notAnAddressOfIngressRemedy({ host }),
  };
}

/** A CA may use any of the addresses, so all of them must be the ingress's, including any IPv6 addresses. */
function leadsTo({ ipv4, ipv6, hostname }: PublicAddress, said: readonly Answer[], isApex: boolean): boolean {
  const name = hostname?.toLowerCase();
  if (name !== undefined && said.some(({ alias }) => alias?.toLowerCase() === name)) return true;
  const found = said.flatMap(({ values }) => values ?? []);
  const own = [...ipv4, ...ipv6];
  // At an apex, only the addresses of an alias are visible. Anywhere else, the alias itself would be.
  if (own.length === 0) return isApex && found.length > 0;
  return found.length > 0 && found.every((value) => own.includes(value));
}

function shownAnswers(said: readonly Answer[]): string {
  const found = said.flatMap(({ alias, values }) => (alias ? [alias] : (values ?? [])));
  const problem = said.find((each) => each.problem !== null)?.problem;
  return [...new Set(found)].join(", ") || problem || texts.nothing;
}

function shownAddress({ ipv4, ipv6, hostname }: PublicAddress): string {
  return [...ipv4, ...ipv6, ...(hostname ? [hostname] : [])].join(", ");
}
