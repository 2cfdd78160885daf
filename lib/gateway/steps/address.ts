import { type Outcome, step } from "@/lib/gateway/walk/step";
import type { PublicAddress } from "../model";
import type { Ingress, OwnIngress } from "../world";

export interface AddressFact extends PublicAddress {
  /** Namespace and name of the ingress Service. */
  namespace: string;
  service: string;
  /** Where the world reaches the Gateway's server: a port of the Service. */
  port: number;
}

export const address = step({
  id: "address",
  needs: [],
  title: "Public address",
  purpose: "The ingress that the Gateway's selector picks has an address that the world can reach.",
  async run(target, _facts: Record<never, never>, world) {
    const selector = Object.entries(target.selector)
      .map(([key, value]) => `${key}=${value}`)
      .join(", ");
    const ingresses = await world.cluster.ingresses(target);
    const ingress = ingresses.find((each) => canLead(each, target.port)) ?? ingresses[0];
    if (!ingress) {
      const own = await world.cluster.ownIngress(target);
      if (own) return comingIngress(own, "made");
      return {
        state: "blocked",
        note: `No Service stands in front of pods labelled ${selector || "(the Gateway has no selector)"}.`,
        remedy: "Install an Istio ingress gateway with these labels, or correct the Gateway's selector.",
      };
    }
    const name = `${ingress.namespace}/${ingress.service}`;
    const port = publicPortOf(ingress, target.port);
    if (port === null) {
      const own = await world.cluster.ownIngress(target);
      if (own?.isUnderWay) return comingIngress(own, "changed");
      return {
        state: "blocked",
        note: `The ingress Service ${name} has no port ${target.port}; it has ${ingress.ports.join(", ") || "none"}.`,
        remedy: `Add port ${target.port} to the Service ${name}, or move the Secured Host to a port that it has.`,
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
      const where = port === target.port ? name : `${name}, whose port ${port} leads to ${target.port}`;
      return { state: "done", note: `${addresses.join(", ")} by Service ${where}.`, fact };
    }
    if (ingress.type !== "LoadBalancer") {
      return {
        state: "blocked",
        note: `The ingress Service ${name} is of type ${ingress.type} and has no external address.`,
        remedy: "Change its type to LoadBalancer, or give it externalIPs.",
      };
    }
    return {
      state: "waiting",
      note: `The load balancer of Service ${name} has no address yet. If this lasts, look at the Service's events (kubectl describe service -n ${ingress.namespace} ${ingress.service}).`,
      retryInSeconds: 5,
    };
  },
});

/** Several Services may stand before the same pods, an internal one or one for another port among them. */
function canLead(ingress: Ingress, gatewayPort: number): boolean {
  const { ipv4, ipv6, hostname } = ingress.address;
  const isOpen = ipv4.length > 0 || ipv6.length > 0 || hostname !== null;
  return publicPortOf(ingress, gatewayPort) !== null && (isOpen || ingress.type === "LoadBalancer");
}

/**
 * A Gateway's port is a port of the Service; where it is none, the proxy listens on that number itself, and the port
 * that leads there is the one.
 * https://istio.io/latest/docs/reference/config/networking/gateway/#Port
 */
function publicPortOf({ ports, targets = [] }: Ingress, gatewayPort: number): number | null {
  if (ports.includes(gatewayPort)) return gatewayPort;
  return targets.find(({ targetPort }) => targetPort === gatewayPort)?.port ?? null;
}

/** A Gateway is seen before what is made for it: then nobody is at fault, unless that cannot be made. */
function comingIngress(
  { namespace, name, problem }: OwnIngress,
  what: "made" | "changed",
): Outcome<AddressFact> {
  if (problem === null)
    return {
      state: "waiting",
      note: `The Gateway's own ingress ${namespace}/${name} is being ${what}.`,
      retryInSeconds: 5,
    };
  return {
    state: "blocked",
    note: `The Gateway's own ingress ${namespace}/${name} could not be ${what}: ${problem}`,
    remedy: "Put that right; it is tried again by itself.",
  };
}
