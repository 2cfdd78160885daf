import type { ResourceName } from "@/sandbox/kubernetes/cluster-objects";

/** The kinds that decide what the ingress serves. */
export const resources = {
  services: { group: "", plural: "services" },
  secrets: { group: "", plural: "secrets" },
  pods: { group: "", plural: "pods" },
  deployments: { group: "apps", plural: "deployments" },
  gateways: { group: "networking.istio.io", plural: "gateways" },
  virtualServices: { group: "networking.istio.io", plural: "virtualservices" },
  destinationRules: { group: "networking.istio.io", plural: "destinationrules" },
} as const satisfies Record<string, ResourceName>;

const { services, pods, deployments, gateways, virtualServices } = resources;

/** Whether a change of the kind can change where is listened: load balancers and the pods behind them. */
export function decidesListeners(changed: ResourceName): boolean {
  return [services, pods, deployments].some((known) => isSame(known, changed));
}

/** Whether a change of the kind makes what was read before stale. The others are read when they are needed. */
export function decidesRoutes(changed: ResourceName): boolean {
  return [services, pods, deployments, gateways, virtualServices].some((known) => isSame(known, changed));
}

function isSame(one: ResourceName, other: ResourceName): boolean {
  return one.group === other.group && one.plural === other.plural;
}
