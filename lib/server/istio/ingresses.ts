import type { IngressView, partStates } from "@/lib/api/istio";
import { ingressesOf, podSetOf, workloadsOf } from "@/lib/kubernetes/gateways/ingresses";
import type { GatewayObject, WorkloadObject } from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { selects } from "@/lib/model/labels";
import { dedicatedToAnnotation } from "@/lib/server/ingress/ingress-task";
import { texts } from "./texts";

type PartState = (typeof partStates)[number];

interface Part {
  state: PartState;
  note: string;
  remedy: string | null;
}

const byUrgency: readonly PartState[] = ["broken", "missing", "unknown", "working", "ok"];

export function worst(states: readonly PartState[]): PartState {
  return byUrgency.find((state) => states.includes(state)) ?? "ok";
}

export function part(state: PartState, note: string, remedy: string | null = null): Part {
  return { state, note, remedy };
}

/**
 * The version in an image's tag, such as `1.27.3` of `docker.io/istio/pilot:1.27.3-distroless`; null for `auto`.
 */
export function versionOfImage(image: string | undefined): string | null {
  return /:(\d+\.\d+(?:\.\d+)?(?:-(?:alpha|beta|rc)[.\w]*)?)/.exec(image ?? "")?.[1] ?? null;
}

type Cache = Pick<ClusterCache, "list">;

/**
 * Every ingress gateway of the cluster: workloads whose pods are Envoy itself (their own container is
 * `istio-proxy`), except egress gateways.
 * https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export function ingressViews(cache: Cache): IngressView[] {
  const gateways = cache.list("Gateway");
  return workloadsOf(cache)
    .filter(isIngress)
    .map((each) => ingressView(each, gateways, cache));
}

function isIngress({ spec }: WorkloadObject): boolean {
  const template = spec?.template;
  const isProxy = template?.spec?.containers?.some(({ name }) => name === "istio-proxy") === true;
  return isProxy && template?.metadata?.labels?.istio !== "egressgateway";
}

function ingressView(
  workload: WorkloadObject,
  gateways: readonly GatewayObject[],
  cache: Cache,
): IngressView {
  const { kind, metadata, spec } = workload;
  const { name, namespace = "" } = metadata;
  const labels = spec?.template?.metadata?.labels ?? {};
  const service = ingressesOf(labels, [podSetOf(workload)], (within) => cache.list("Service", within))[0];
  const address = service?.address.ipv4[0] ?? service?.address.ipv6[0] ?? service?.address.hostname ?? null;
  const { ready, replicas } = podsOf(workload);
  const image = spec?.template?.spec?.containers?.find((each) => each.name === "istio-proxy")?.image;
  const selecting = gateways.filter(({ spec: { selector } = {} }) => selector && selects(selector, labels));
  return {
    namespace,
    name,
    labels,
    selector: labels.istio ? { istio: labels.istio } : labels.app ? { app: labels.app } : labels,
    service: service?.service ?? null,
    address,
    ports: service?.ports ?? [],
    version: versionOfImage(image) ?? metadata.labels?.["app.kubernetes.io/version"] ?? null,
    ready,
    replicas,
    ...healthOf(kind, service?.type ?? null, address, ready, replicas),
    dedicatedTo: metadata.annotations?.[dedicatedToAnnotation] ?? null,
    gateways: selecting.map((gateway) => `${gateway.metadata.namespace}/${gateway.metadata.name}`),
  };
}

/** A DaemonSet has a pod on each eligible node; the others have a number of replicas. */
function podsOf({ spec, status }: WorkloadObject): { ready: number; replicas: number } {
  if (status && "desiredNumberScheduled" in status)
    return { ready: status.numberReady, replicas: status.desiredNumberScheduled };
  const replicas = spec && "replicas" in spec ? spec.replicas : undefined;
  const ready = status && "readyReplicas" in status ? status.readyReplicas : undefined;
  return { ready: ready ?? 0, replicas: replicas ?? 1 };
}

function healthOf(
  kind: string,
  type: string | null,
  address: string | null,
  ready: number,
  replicas: number,
): Part {
  if (replicas === 0)
    return kind === "DaemonSet"
      ? part("broken", texts.noNode, texts.checkNodes)
      : part("broken", texts.scaledToZero, texts.scaleUp({ kind }));
  if (ready === 0) return part("working", texts.noPodReady({ count: replicas }));
  if (type === null) return part("broken", texts.noService, texts.createService);
  if (address === null)
    return type === "LoadBalancer"
      ? part("working", texts.noAddressYet)
      : part("broken", texts.noPublicAddress({ type }), texts.changeService);
  return part("ok", texts.podsReady({ ready, replicas, address }));
}
