import type { ClusterObjects, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, numberAt, textsAt, valueAt } from "@/sandbox/kubernetes/json/values";
import type { DestinationRuleSpec, RouteDestination } from "./istio-types";
import { type RunningPod, resources, selects } from "./workloads";
/** Where a request goes, or what Envoy answers instead. */
export type Destination = { pods: RunningPod[] } | { status: number; body: string };

const clusterSuffix = ".svc.cluster.local";
const noCluster = { status: 503, body: "" };
const noHealthyUpstream = { status: 503, body: "no healthy upstream" };
const connectionFailure = {
  status: 503,
  body: "upstream connect error or disconnect/reset before headers. reset reason: connection failure",
};

/**
 * Finds the pods of a destination: Service by host and port, subset by DestinationRule, pods by label.
 * @param namespace of the VirtualService, in which a short host is read
 * @param listenerPort chosen when the destination names no port and the Service has several, as Istio does
 */
export function findDestination(
  objects: ClusterObjects,
  pods: RunningPod[],
  { destination }: RouteDestination,
  namespace: string,
  listenerPort: number,
): Destination {
  const host = fullHost(destination?.host ?? "", namespace);
  const service = findService(objects, host);
  if (!service) return noCluster;
  const ports = listAt(service, "spec", "ports");
  const wanted =
    destination?.port?.number ?? (ports.length === 1 ? numberAt(ports[0], "port") : listenerPort);
  const port = ports.find((candidate) => numberAt(candidate, "port") === wanted);
  if (port === undefined) return noCluster;
  const subset = destination?.subset ? findSubset(objects, host, destination.subset) : {};
  if (!subset) return noCluster;
  const selector = textsAt(service, "spec", "selector");
  const chosen = pods.filter(
    (pod) =>
      pod.namespace === service.metadata.namespace &&
      selects(selector, pod.labels) &&
      (Object.keys(subset).length === 0 || selects(subset, pod.labels)),
  );
  return reachable(chosen, valueAt(port, "targetPort") ?? wanted);
}

/** A named target port is found in each pod; a number must be one that the pod listens on. */
function reachable(pods: RunningPod[], targetPort: unknown): Destination {
  const named = pods.filter(
    ({ ports }) => typeof targetPort === "number" || ports.some(({ name }) => name === targetPort),
  );
  if (named.length === 0) return noHealthyUpstream;
  const listening = named.filter(
    ({ ports }) =>
      typeof targetPort !== "number" ||
      ports.length === 0 ||
      ports.some(({ number }) => number === targetPort),
  );
  return listening.length > 0 ? { pods: listening } : connectionFailure;
}

/** Short names are completed with the namespace; names with dots are taken as they are (Istio's rule). */
function fullHost(host: string, namespace: string): string {
  return host.includes(".") ? host.toLowerCase() : `${host}.${namespace}${clusterSuffix}`;
}

function findService(objects: ClusterObjects, host: string): StoredObject | undefined {
  if (!host.endsWith(clusterSuffix)) return undefined;
  const [name = "", namespace = ""] = host.slice(0, -clusterSuffix.length).split(".");
  return objects.get(resources.services, namespace, name);
}

function findSubset(objects: ClusterObjects, host: string, name: string): Record<string, string> | undefined {
  for (const rule of objects.list(resources.destinationRules)) {
    const spec = (rule.spec ?? {}) as DestinationRuleSpec;
    if (fullHost(spec.host ?? "", rule.metadata.namespace ?? "default") !== host) continue;
    const subset = spec.subsets?.find((candidate) => candidate.name === name);
    if (subset) return subset.labels ?? {};
  }
  return undefined;
}
