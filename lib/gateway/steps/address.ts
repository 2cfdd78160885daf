import { texts } from "@/lib/gateway/texts";
import { type Outcome, step } from "@/lib/gateway/walk/step";
import { type NodeAddressKind, readGatewayAddress } from "@/lib/model/gateway-address";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { PublicAddress } from "../model";
import type { Ingress, OwnIngress, World } from "../world";

export interface AddressFact extends PublicAddress {
  /** Namespace and name of the ingress Service. */
  namespace: string;
  service: string;
  /** Where clients reach the Gateway's server: a port of the Service, or of the nodes. */
  port: number;
}

/** Nodes come and go, and Lamia doesn't watch them. */
const nodesRevisitInMs = 60_000;

export const address = step({
  id: "address",
  needs: [],
  title: texts.addressTitle,
  purpose: texts.addressPurpose,
  async run(target, _facts: Record<never, never>, world) {
    const written = writtenAddress(target, world);
    if (written?.read.kind === "problem")
      return { state: "blocked", note: written.read.problem, remedy: written.remedy };
    const ingresses = await world.cluster.ingresses(target);
    const leads = (each: Ingress) => publicPortOf(each, target.port) !== null;
    const ingress =
      ingresses.find((each) => (written ? leads(each) : canLead(each, target.port))) ?? ingresses[0];
    if (!ingress) return noIngress(target, world);
    const port = publicPortOf(ingress, target.port);
    if (port === null) return noPort(ingress, target, world);
    const place = { namespace: ingress.namespace, service: ingress.service };
    const service = `${ingress.namespace}/${ingress.service}`;
    if (written?.read.kind === "addresses") {
      const { addresses } = written.read;
      if (addresses.hostname === target.host)
        return { state: "blocked", note: texts.addressOfItself(target), remedy: written.remedy };
      const note = texts.addressFrom({ addresses: listed(addresses), source: written.source });
      return { state: "done", note, fact: { ...addresses, ...place, port } };
    }
    if (hasAddress(ingress.address)) {
      const shown = { addresses: listed(ingress.address), service };
      const note =
        port === target.port
          ? texts.through(shown)
          : texts.throughPort({ ...shown, port, target: target.port });
      if (written?.read.kind !== "nodes")
        return { state: "done", note, fact: { ...ingress.address, ...place, port } };
    }
    if (written || ingress.type === "NodePort")
      return throughNodes(
        ingress,
        port,
        written?.read.kind === "nodes" ? written.read.which : "external",
        world,
      );
    if (ingress.type !== "LoadBalancer") {
      return {
        state: "blocked",
        note: texts.noExternalAddress({ service, type: ingress.type }),
        remedy: texts.noExternalAddressRemedy,
      };
    }
    return {
      state: "waiting",
      note: texts.noAddressYet({ service, namespace: ingress.namespace, name: ingress.service }),
      retryInSeconds: 5,
    };
  },
});

/** What the metadata of the Gateway, or else of its virtual cluster, say about the address; null if nothing. */
function writtenAddress({ gateway, gatewayAddress }: SecuredHost, world: World) {
  const own = readGatewayAddress(gatewayAddress);
  const read = own ?? readGatewayAddress(world.gatewayAddress ?? undefined);
  if (!read) return null;
  const source = own
    ? texts.metadataOfGateway({ gateway: gateway.name })
    : texts.metadataOfVirtualCluster({ virtualCluster: gateway.namespace });
  return { read, source, remedy: texts.correctAddress({ source }) };
}

/** The nodes lead to the Service at a port of their own. */
async function throughNodes(
  ingress: Ingress,
  port: number,
  which: NodeAddressKind,
  world: World,
): Promise<Outcome<AddressFact>> {
  const service = `${ingress.namespace}/${ingress.service}`;
  const nodePort = ingress.nodePorts?.find((each) => each.port === port)?.nodePort;
  if (nodePort === undefined)
    return { state: "blocked", note: texts.noNodePort({ service, port }), remedy: texts.noNodePortRemedy };
  const addresses = (await world.cluster.nodeAddresses())[which];
  if (!hasAddress(addresses))
    return {
      state: "blocked",
      note: which === "external" ? texts.noExternalNode({ service }) : texts.noInternalNode,
      remedy: texts.noNodeRemedy,
    };
  const shown = { addresses: listed(addresses), service, port: nodePort };
  const { namespace, service: name } = ingress;
  return {
    state: "done",
    note: which === "external" ? texts.throughNodes(shown) : texts.throughInternalNodes(shown),
    fact: { ...addresses, namespace, service: name, port: nodePort },
    revisitAt: new Date(world.clock.now().getTime() + nodesRevisitInMs),
  };
}

async function noIngress(target: SecuredHost, world: World): Promise<Outcome<AddressFact>> {
  const own = await world.cluster.ownIngress(target);
  if (own) return ownIngress(own, { coming: texts.creatingIngress, failed: texts.cannotCreateIngress });
  const labels = Object.entries(target.selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
  if (labels === "") return { state: "blocked", note: texts.noSelector, remedy: texts.noSelectorRemedy };
  return { state: "blocked", note: texts.noService({ labels }), remedy: texts.ingressRemedy };
}

async function noPort(ingress: Ingress, target: SecuredHost, world: World): Promise<Outcome<AddressFact>> {
  const own = await world.cluster.ownIngress(target);
  if (own?.isUnderWay)
    return ownIngress(own, { coming: texts.updatingIngress, failed: texts.cannotUpdateIngress });
  const service = `${ingress.namespace}/${ingress.service}`;
  const ports = ingress.ports.join(", ") || texts.none;
  return {
    state: "blocked",
    note: texts.noPort({ service, port: target.port, ports }),
    remedy: texts.noPortRemedy({ port: target.port, service }),
  };
}

/** Several Services can be in front of the same pods, such as an internal one or one for another port. */
function canLead(ingress: Ingress, gatewayPort: number): boolean {
  const isOpen = hasAddress(ingress.address) || ["LoadBalancer", "NodePort"].includes(ingress.type);
  return publicPortOf(ingress, gatewayPort) !== null && isOpen;
}

function hasAddress({ ipv4, ipv6, hostname }: PublicAddress): boolean {
  return ipv4.length > 0 || ipv6.length > 0 || hostname !== null;
}

function listed({ ipv4, ipv6, hostname }: PublicAddress): string {
  return [...ipv4, ...ipv6, ...(hostname ? [hostname] : [])].join(", ");
}

/**
 * A Gateway's port is a port of the Service. If the Service doesn't have it, the proxy listens on that number
 * itself, and the Service's port with that target port counts.
 *
 * https://istio.io/latest/docs/reference/config/networking/gateway/#Port
 */
function publicPortOf({ ports, targets = [] }: Ingress, gatewayPort: number): number | null {
  if (ports.includes(gatewayPort)) return gatewayPort;
  return targets.find(({ targetPort }) => targetPort === gatewayPort)?.port ?? null;
}

/** Lamia may see a Gateway before its dedicated ingress exists: that is a wait, unless the ingress can't be made. */
function ownIngress(
  { namespace, name, problem }: OwnIngress,
  { coming, failed }: { coming: typeof texts.creatingIngress; failed: typeof texts.cannotCreateIngress },
): Outcome<AddressFact> {
  const ingress = `${namespace}/${name}`;
  if (problem === null) return { state: "waiting", note: coming({ ingress }), retryInSeconds: 5 };
  return { state: "blocked", note: failed({ ingress, problem }), remedy: texts.ownIngressRemedy };
}
