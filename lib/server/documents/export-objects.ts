import type { kinds } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { toYaml } from "@/lib/istio/yaml/write";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";

/** In the order in which they can be created anew. */
const order = [
  "Deployment",
  "Service",
  "ServiceEntry",
  "DestinationRule",
  "Gateway",
  "VirtualService",
] as const satisfies (keyof typeof kinds)[];

/** What a cluster chooses for a Service, and another one would refuse. */
const chosenByCluster = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"];

/** Everything of a virtual cluster that has a form, as YAML documents fit for an import elsewhere. */
export function exportYaml({ cache }: { cache: Pick<ClusterCache, "list"> }, namespace: string): string {
  const objects = order.flatMap((kind) =>
    cache.list(kind, namespace).map((object) => {
      const whole = object as unknown as KubernetesObject;
      return kind === "Service" ? portable(whole) : whole;
    }),
  );
  return objects.length === 0 ? `# ${namespace} has nothing to export.\n` : toYaml(objects);
}

function portable(service: KubernetesObject): KubernetesObject {
  const { spec = {}, ...rest } = service as KubernetesObject & { spec?: Record<string, unknown> };
  const isHeadless = spec.clusterIP === "None";
  const kept = Object.fromEntries(Object.entries(spec).filter(([field]) => !chosenByCluster.includes(field)));
  const ports = Array.isArray(kept.ports) ? kept.ports.map(({ nodePort: _, ...port }) => port) : undefined;
  return {
    ...rest,
    spec: { ...kept, ...(ports ? { ports } : {}), ...(isHeadless ? { clusterIP: "None" } : {}) },
  } as KubernetesObject;
}
