import type { ClusterObjects, ResourceName, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, numberAt, recordAt, textAt, textsAt, valueAt } from "@/sandbox/kubernetes/json/values";
import type { DestinationRuleSpec, RouteDestination } from "./istio-types";

/** Where to send a request, or what Envoy answers instead. */
export type Destination = { pods: RunningPod[] } | { status: number; body: string };

const clusterSuffix = ".svc.cluster.local";
const noCluster = { status: 503, body: "" };
const noHealthyUpstream = { status: 503, body: "no healthy upstream" };
const connectionFailure = {
  status: 503,
  body: "upstream connect error or disconnect/reset before headers. reset reason: connection failure",
};

/**
 * Finds the pods of a destination: the Service by host and port, the subset by DestinationRule, pods by label.
 * @param namespace of the VirtualService, which completes a short host
 * @param listenerPort used when the destination names no port and the Service has several, as in Istio
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

/** A named target port is looked up in each pod; a number must be a port that the pod listens on. */
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

/** Short names are completed with the namespace; names with dots stay as they are (Istio's rule). */
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

/** A port that a container declares. */
export interface ContainerPort {
  name?: string;
  number: number;
}

/** A running pod that traffic can be sent to. */
export interface RunningPod {
  name: string;
  namespace: string;
  labels: Record<string, string>;
  image: string;
  ports: ContainerPort[];
}

/** The ready pods of the cluster. A Deployment without pod objects counts as one pod per replica. */
export function runningPods(objects: ClusterObjects): RunningPod[] {
  const pods = objects.list(resources.pods);
  const deployed = objects.list(resources.deployments).flatMap((deployment) => {
    const selector = textsAt(deployment, "spec", "selector", "matchLabels");
    const has = pods.some(
      (pod) =>
        pod.metadata.namespace === deployment.metadata.namespace &&
        selects(selector, pod.metadata.labels ?? {}),
    );
    return has ? [] : replicasOf(deployment);
  });
  return [
    ...pods
      .filter(isReady)
      .map((pod) => podOf(pod.metadata.name, pod, textsAt(pod, "metadata", "labels"), pod)),
    ...deployed,
  ];
}

function replicasOf(deployment: StoredObject): RunningPod[] {
  const replicas = numberAt(deployment, "spec", "replicas") ?? 1;
  const template = recordAt(deployment, "spec", "template");
  const labels = textsAt(template, "metadata", "labels");
  return Array.from({ length: Math.min(replicas, 20) }, (_, index) =>
    podOf(`${deployment.metadata.name}-${index}`, deployment, labels, template),
  );
}

function podOf(
  name: string,
  owner: StoredObject,
  labels: Record<string, string>,
  holder: unknown,
): RunningPod {
  const containers = listAt(holder, "spec", "containers");
  return {
    name,
    namespace: owner.metadata.namespace ?? "default",
    labels,
    image: textAt(containers[0], "image") ?? "",
    ports: containers.flatMap((container) =>
      listAt(container, "ports").flatMap((port) => {
        const number = numberAt(port, "containerPort");
        const portName = textAt(port, "name");
        return number === undefined
          ? []
          : [{ number, ...(portName === undefined ? {} : { name: portName }) }];
      }),
    ),
  };
}

/** Running, not being deleted, and not marked unready. */
function isReady(pod: StoredObject): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false;
  if ((textAt(pod, "status", "phase") ?? "Running") !== "Running") return false;
  const ready = listAt(pod, "status", "conditions").find(
    (condition) => textAt(condition, "type") === "Ready",
  );
  return ready === undefined || textAt(ready, "status") === "True";
}

/** A load balancer's address and the proxy pods behind it. */
export interface Frontend {
  address: string;
  /** Namespace of the Service, and so of its pods: the proxies read Secrets there. */
  namespace: string;
  /** The ports that the Service exposes. */
  ports: number[];
  /** Labels of the proxy pods, which Gateways select. */
  proxyLabels: Record<string, string>[];
}

/** Every LoadBalancer Service that has a loopback address and a running pod behind it. */
export function frontends(objects: ClusterObjects, pods: RunningPod[]): Frontend[] {
  return objects.list(resources.services).flatMap((service) => {
    const address = textAt(listAt(service, "status", "loadBalancer", "ingress")[0], "ip");
    if (textAt(service, "spec", "type") !== "LoadBalancer" || !address?.startsWith("127.")) return [];
    const namespace = service.metadata.namespace ?? "default";
    const selector = textsAt(service, "spec", "selector");
    const proxyLabels = pods
      .filter((pod) => pod.namespace === namespace && selects(selector, pod.labels))
      .map(({ labels }) => labels);
    const ports = listAt(service, "spec", "ports").flatMap((port) => numberAt(port, "port") ?? []);
    return proxyLabels.length > 0 ? [{ address, namespace, ports, proxyLabels }] : [];
  });
}

/** Whether labels match a selector of equal values. An empty selector matches nothing, as in a Service. */
export function selects(
  selector: Record<string, string> | undefined,
  labels: Record<string, string>,
): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** The kinds that determine what the ingress serves. */
export const resources = {
  services: { group: "", plural: "services" },
  secrets: { group: "", plural: "secrets" },
  pods: { group: "", plural: "pods" },
  deployments: { group: "apps", plural: "deployments" },
  gateways: { group: "networking.istio.io", plural: "gateways" },
  virtualServices: { group: "networking.istio.io", plural: "virtualservices" },
  envoyFilters: { group: "networking.istio.io", plural: "envoyfilters" },
  destinationRules: { group: "networking.istio.io", plural: "destinationrules" },
} as const satisfies Record<string, ResourceName>;

const { services, pods, deployments, gateways, virtualServices } = resources;

/** Whether a change of this kind can change the listeners: load balancers and the pods behind them. */
export function decidesListeners(changed: ResourceName): boolean {
  return [services, pods, deployments].some((known) => isSame(known, changed));
}

/** Whether a change of this kind invalidates what was read before. Other kinds are read on demand. */
export function decidesRoutes(changed: ResourceName): boolean {
  return [services, pods, deployments, gateways, virtualServices].some((known) => isSame(known, changed));
}

function isSame(one: ResourceName, other: ResourceName): boolean {
  return one.group === other.group && one.plural === other.plural;
}
