import type { PublicAddress } from "../model";
import type { Outcome } from "../outcome";
import type { OwnIngress } from "../world";
import { step } from "./step";

export interface AddressFact extends PublicAddress {
  /** Namespace and name of the ingress Service. */
  namespace: string;
  service: string;
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
    const ingress = ingresses[0];
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
    if (!ingress.ports.includes(target.port)) {
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
      };
      return { state: "done", note: `${addresses.join(", ")} by Service ${name}.`, fact };
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
