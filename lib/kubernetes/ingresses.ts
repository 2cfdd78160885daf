import type { Ingress } from "@/lib/gateway/world";
import type { DeploymentObject, ServiceObject } from "./kinds";
import { hasAddress, publicAddressOf } from "./public-address";

type Labels = Record<string, string>;

/**
 * The Services in front of the workloads that a Gateway's selector picks, in any namespace: LoadBalancers
 * with an address first, then others with an address, then LoadBalancers that have none yet.
 * https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway (selector)
 */
export function ingressesOf(
  selector: Labels,
  deployments: readonly DeploymentObject[],
  services: (namespace: string) => readonly ServiceObject[],
): Ingress[] {
  if (Object.keys(selector).length === 0) return [];
  const found = new Map<string, ServiceObject>();
  for (const { metadata, spec } of deployments) {
    const labels = spec?.template?.metadata?.labels ?? {};
    if (!carries(labels, selector)) continue;
    for (const service of services(metadata.namespace ?? "")) {
      const picks = service.spec?.selector ?? {};
      if (Object.keys(picks).length > 0 && carries(labels, picks))
        found.set(`${metadata.namespace}/${service.metadata.name}`, service);
    }
  }
  return [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, service]) => ingressOf(service))
    .sort((one, other) => rank(one) - rank(other));
}

function carries(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}

function ingressOf(service: ServiceObject): Ingress {
  return {
    namespace: service.metadata.namespace ?? "",
    service: service.metadata.name,
    type: service.spec?.type ?? "ClusterIP",
    address: publicAddressOf(service),
    ports: (service.spec?.ports ?? []).map(({ port }) => port),
  };
}

function rank({ type, address }: Ingress): number {
  return (hasAddress(address) ? 0 : 2) + (type === "LoadBalancer" ? 0 : 1);
}
