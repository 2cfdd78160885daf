import { isIPv4, isIPv6 } from "node:net";
import type { PublicAddress } from "@/lib/gateway/model";
import type { Ingress } from "@/lib/gateway/world";
import type { ServiceObject, WorkloadObject } from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { selects, serviceSelects } from "@/lib/model/labels";

export type Labels = Readonly<Record<string, string>>;

/** Pods that are alike: those of a workload, or one that stands for itself. */
export interface PodSet {
  namespace: string;
  labels: Labels;
  /** Numbers of the containers' ports that have a name, which a Service may lead to by that name. */
  namedPorts: Readonly<Record<string, number>>;
}

/** What makes pods that an ingress may consist of; Istio's own chart offers the first two. */
export const workloadKinds = ["Deployment", "DaemonSet", "StatefulSet"] as const;

export function workloadsOf(cache: Pick<ClusterCache, "list">, namespace?: string): WorkloadObject[] {
  return workloadKinds.flatMap((kind): readonly WorkloadObject[] => cache.list(kind, namespace));
}

export function podSetOf({ metadata, spec }: WorkloadObject): PodSet {
  const { template } = spec ?? {};
  const ports = (template?.spec?.containers ?? []).flatMap((container) => container.ports ?? []);
  const named = ports.flatMap(({ name, containerPort }) => (name ? [[name, containerPort] as const] : []));
  return {
    namespace: metadata.namespace ?? "",
    labels: template?.metadata?.labels ?? {},
    namedPorts: Object.fromEntries(named),
  };
}

/**
 * The Services in front of the pods that a Gateway's selector picks, in any namespace: LoadBalancers
 * with an address first, then others with an address, then LoadBalancers that have none yet.
 * https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway (selector)
 */
export function ingressesOf(
  selector: Labels,
  podSets: readonly PodSet[],
  services: (namespace: string) => readonly ServiceObject[],
): Ingress[] {
  if (Object.keys(selector).length === 0) return [];
  const found = new Map<string, Ingress>();
  for (const pods of podSets) {
    if (!selects(selector, pods.labels)) continue;
    for (const service of services(pods.namespace)) {
      if (isBefore(service, pods))
        found.set(`${pods.namespace}/${service.metadata.name}`, ingressOf(service, pods));
    }
  }
  return [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, ingress]) => ingress)
    .sort((one, other) => rank(one) - rank(other));
}

/** Whether the Service leads to the pods; one without a selector leads to none. */
export function isBefore({ spec }: Pick<ServiceObject, "spec">, { labels }: Pick<PodSet, "labels">): boolean {
  return serviceSelects(spec?.selector, labels);
}

function ingressOf(service: ServiceObject, { namedPorts }: PodSet): Ingress {
  const ports = service.spec?.ports ?? [];
  const targets = ports.flatMap(({ port, targetPort = port }) => {
    const number = typeof targetPort === "string" ? namedPorts[targetPort] : targetPort;
    return number === undefined ? [] : [{ port, targetPort: Number(number) }];
  });
  return {
    namespace: service.metadata.namespace ?? "",
    service: service.metadata.name,
    type: service.spec?.type ?? "ClusterIP",
    address: publicAddressOf(service),
    ports: ports.map(({ port }) => port),
    targets,
  };
}

function rank({ type, address }: Ingress): number {
  return (hasAddress(address) ? 0 : 2) + (type === "LoadBalancer" ? 0 : 1);
}

/**
 * What the load balancer reports; `externalIPs` where there is no load balancer.
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceStatus
 */
export function publicAddressOf({ spec, status }: ServiceObject): PublicAddress {
  const points = status?.loadBalancer?.ingress ?? [];
  const reported = points.map(({ ip }) => ip).filter((ip) => ip !== undefined);
  const addresses = points.length > 0 ? reported : (spec?.externalIPs ?? []);
  const hostname = points.find((point) => point.hostname)?.hostname ?? null;
  return {
    ipv4: unique(addresses.filter((ip) => isIPv4(ip))),
    ipv6: unique(addresses.filter((ip) => isIPv6(ip))),
    hostname: hostname?.toLowerCase().replace(/\.$/, "") ?? null,
  };
}

export function hasAddress({ ipv4, ipv6, hostname }: PublicAddress): boolean {
  return ipv4.length > 0 || ipv6.length > 0 || hostname !== null;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
