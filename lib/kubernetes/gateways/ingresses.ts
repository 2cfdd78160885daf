import { isIPv4, isIPv6 } from "node:net";
import { isDeepStrictEqual } from "node:util";
import type { PublicAddress } from "@/lib/gateway/model";
import type { Ingress } from "@/lib/gateway/world";
import { isRecord } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import type { Resource, ServiceObject, WorkloadObject } from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { canonicalIpv6 } from "@/lib/model/gateway-address";
import { selects, serviceSelects } from "@/lib/model/labels";

export type Labels = Readonly<Record<string, string>>;

/** Identical pods: those of a workload, or a single pod. */
export interface PodSet {
  namespace: string;
  labels: Labels;
  /** The numbers of the containers' named ports, which a Service can refer to by name. */
  namedPorts: Readonly<Record<string, number>>;
}

/** Controllers of pods that can be an ingress; Istio's own chart offers the first two. */
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
  const nodePorts = ports.flatMap(({ port, nodePort }) =>
    typeof nodePort === "number" ? [{ port, nodePort }] : [],
  );
  return {
    namespace: service.metadata.namespace ?? "",
    service: service.metadata.name,
    type: service.spec?.type ?? "ClusterIP",
    address: publicAddressOf(service),
    ports: ports.map(({ port }) => port),
    targets,
    ...(nodePorts.length > 0 ? { nodePorts } : {}),
  };
}

function rank({ type, address }: Ingress): number {
  return (hasAddress(address) ? 0 : 2) + (type === "LoadBalancer" ? 0 : 1);
}

/**
 * The addresses that the load balancer reports; `externalIPs` without a load balancer.
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceStatus
 */
export function publicAddressOf({ spec, status }: ServiceObject): PublicAddress {
  const points = status?.loadBalancer?.ingress ?? [];
  const reported = points.map(({ ip }) => ip).filter((ip) => ip !== undefined);
  const addresses = points.length > 0 ? reported : (spec?.externalIPs ?? []);
  const hostname = points.find((point) => point.hostname)?.hostname ?? null;
  return {
    ipv4: unique(addresses.filter((ip) => isIPv4(ip))),
    ipv6: unique(addresses.filter((ip) => isIPv6(ip)).map((ip) => canonicalIpv6(ip) ?? ip)),
    hostname: hostname?.toLowerCase().replace(/\.$/, "") ?? null,
  };
}

export function hasAddress({ ipv4, ipv6, hostname }: PublicAddress): boolean {
  return ipv4.length > 0 || ipv6.length > 0 || hostname !== null;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

/**
 * Pods that no Deployment, DaemonSet or StatefulSet represents: bare ones, and those of other controllers. They
 * aren't watched, because a cluster has thousands of pods and such an ingress is rare. They are listed by a
 * Gateway's selector, metadata only, if no workload carries its labels.
 */
export interface IngressPods {
  /** One for each set of labels in a namespace. Throws `Failure`. */
  selectedBy(selector: Labels): Promise<readonly NamedPodSet[]>;
  /** The last result of every requested selector; the same array until something in it changes. */
  known(): readonly NamedPodSet[];
}

export interface NamedPodSet extends PodSet {
  /** The name of one of the pods. */
  name: string;
}

const resource = { group: "", version: "v1", plural: "pods", namespaced: true } as const satisfies Resource;
/** Hosts share selectors: those that ask within this time share a result. */
const remembersForMs = 10_000;
/** More pods than this are replicas of each other. */
const limit = 200;
const selectorsRemembered = 1000;

interface Answer {
  askedAt: number;
  podSets: Promise<readonly NamedPodSet[]>;
}

/** `now` is monotonic, in ms. */
export function ingressPods(
  client: Pick<ClusterClient, "request">,
  now: () => number = () => performance.now(),
): IngressPods {
  const answers = new Map<string, Answer>();
  const seen = new Map<string, readonly NamedPodSet[]>();
  let known: readonly NamedPodSet[] = [];

  async function ask(labelSelector: string): Promise<readonly NamedPodSet[]> {
    const query = { labelSelector, limit };
    const list = await client.request<unknown>({ verb: "list", resource, query, metadataOnly: true });
    const items = isRecord(list) && Array.isArray(list.items) ? list.items.filter(isRecord) : [];
    const podSets = alike(items.flatMap(({ metadata }) => (isRecord(metadata) ? [metadata] : [])));
    remember(seen, labelSelector, podSets);
    const now = alikeOnce([...seen.values()].flat());
    if (!isDeepStrictEqual(known, now)) known = now;
    return podSets;
  }

  return {
    async selectedBy(selector) {
      const entries = Object.entries(selector).sort();
      if (entries.length === 0 || !entries.every(isLabel)) return [];
      const labelSelector = entries.map(([key, value]) => `${key}=${value}`).join(",");
      const answer = answers.get(labelSelector);
      if (answer && now() - answer.askedAt < remembersForMs) return answer.podSets;
      const podSets = ask(labelSelector);
      remember(answers, labelSelector, { askedAt: now(), podSets });
      podSets.catch(() => answers.delete(labelSelector));
      return podSets;
    },
    known: () => known,
  };
}

/** A selector can contain anything, but a pod's labels can't, and the API server rejects impossible ones. */
function isLabel([key, value]: [string, string]): boolean {
  const name = "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?";
  return new RegExp(`^([a-z0-9.-]+/)?${name}$`).test(key) && new RegExp(`^(${name})?$`).test(value);
}

function alike(pods: readonly Record<string, unknown>[]): NamedPodSet[] {
  return alikeOnce(
    pods.flatMap(({ name, namespace, labels, deletionTimestamp }) => {
      if (typeof name !== "string" || typeof namespace !== "string") return [];
      if (!isRecord(labels) || deletionTimestamp !== undefined) return [];
      const texts = Object.entries(labels).map(([key, value]) => [key, String(value)] as const);
      return { namespace, name, labels: Object.fromEntries(texts), namedPorts: {} };
    }),
  );
}

/**
 * One for each set of labels in a namespace, named after the pod whose name sorts first, so that it stays while
 * replicas come and go.
 */
function alikeOnce(podSets: readonly NamedPodSet[]): NamedPodSet[] {
  const sets = new Map<string, NamedPodSet>();
  for (const each of podSets.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    const key = JSON.stringify([each.namespace, Object.entries(each.labels).toSorted()]);
    if (!sets.has(key)) sets.set(key, each);
  }
  return [...sets.values()];
}

/** Keeps the latest ones; a forgotten one is listed again. */
function remember<Value>(values: Map<string, Value>, key: string, value: Value): void {
  values.delete(key);
  values.set(key, value);
  const [oldest] = values.keys();
  if (values.size > selectorsRemembered && oldest !== undefined) values.delete(oldest);
}
