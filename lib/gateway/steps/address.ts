import { texts } from "@/lib/gateway/texts";
import { type Outcome, step } from "@/lib/gateway/walk/step";
import type { PublicAddress } from "../model";
import type { Ingress, OwnIngress } from "../world";

export interface AddressFact extends PublicAddress {
  /** Namespace and name of the ingress Service. */
  namespace: string;
  service: string;
  /** Where clients reach the Gateway's server: a port of the Service. */
  port: number;
}

export const address = step({
  id: "address",
  needs: [],
  title: texts.addressTitle,
  purpose: texts.addressPurpose,
  async run(target, _facts: Record<never, never>, world) {
    const selector = Object.entries(target.selector)
      .map(([key, value]) => `${key}=${value}`)
      .join(", ");
    const ingresses = await world.cluster.ingresses(target);
    const ingress = ingresses.find((each) => canLead(each, target.port)) ?? ingresses[0];
    if (!ingress) {
      const own = await world.cluster.ownIngress(target);
      if (own) return ownIngress(own, { coming: texts.creatingIngress, failed: texts.cannotCreateIngress });
      if (selector === "")
        return { state: "blocked", note: texts.noSelector, remedy: texts.noSelectorRemedy };
      return {
        state: "blocked",
        note: texts.noService({ labels: selector }),
        remedy: texts.ingressRemedy,
      };
    }
    const name = `${ingress.namespace}/${ingress.service}`;
    const port = publicPortOf(ingress, target.port);
    if (port === null) {
      const own = await world.cluster.ownIngress(target);
      if (own?.isUnderWay)
        return ownIngress(own, { coming: texts.updatingIngress, failed: texts.cannotUpdateIngress });
      return {
        state: "blocked",
        note: texts.noPort({
          service: name,
          port: target.port,
          ports: ingress.ports.join(", ") || texts.none,
        }),
        remedy: texts.noPortRemedy({ port: target.port, service: name }),
      };
    }
    const { ipv4, ipv6, hostname } = ingress.address;
    const addresses = [...ipv4, ...ipv6, ...(hostname ? [hostname] : [])];
    if (addresses.length > 0) {
      const fact: AddressFact = {
        ...ingress.address,
        namespace: ingress.namespace,
        service: ingress.service,
        port,
      };
      const shown = { addresses: addresses.join(", "), service: name };
      const note =
        port === target.port
          ? texts.through(shown)
          : texts.throughPort({ ...shown, port, target: target.port });
      return { state: "done", note, fact };
    }
    if (ingress.type !== "LoadBalancer") {
      return {
        state: "blocked",
        note: texts.noExternalAddress({ service: name, type: ingress.type }),
        remedy: texts.noExternalAddressRemedy,
      };
    }
    return {
      state: "waiting",
      note: texts.noAddressYet({ service: name, namespace: ingress.namespace, name: ingress.service }),
      retryInSeconds: 5,
    };
  },
});

/** Several Services can be in front of the same pods, such as an internal one or one for another port. */
function canLead(ingress: Ingress, gatewayPort: number): boolean {
  const { ipv4, ipv6, hostname } = ingress.address;
  const isOpen = ipv4.length > 0 || ipv6.length > 0 || hostname !== null;
  return publicPortOf(ingress, gatewayPort) !== null && (isOpen || ingress.type === "LoadBalancer");
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
