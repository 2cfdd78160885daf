import type { IngressView } from "@/lib/api/istio";
import { selects } from "@/lib/istio/rules/selects";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import { ingressesOf } from "@/lib/kubernetes/ingresses";
import type { DeploymentObject, GatewayObject } from "@/lib/kubernetes/kinds";
import { dedicatedToAnnotation } from "../ingress/dedicated-ingress";
import { type Part, part, versionOfImage } from "./parts";

type Cache = Pick<ClusterCache, "list">;

/**
 * Every ingress gateway of the cluster: Deployments whose pods are Envoy itself (a container `istio-proxy` of their
 * own), but for those that lead outwards.
 * https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export function ingressViews(cache: Cache): IngressView[] {
  const gateways = cache.list("Gateway");
  return cache
    .list("Deployment")
    .filter(isIngress)
    .map((each) => ingressView(each, gateways, cache));
}

function isIngress({ spec }: DeploymentObject): boolean {
  const template = spec?.template;
  const isProxy = template?.spec?.containers?.some(({ name }) => name === "istio-proxy") === true;
  return isProxy && template?.metadata?.labels?.istio !== "egressgateway";
}

function ingressView(
  { metadata, spec, status }: DeploymentObject,
  gateways: readonly GatewayObject[],
  cache: Cache,
): IngressView {
  const { name, namespace = "" } = metadata;
  const labels = spec?.template?.metadata?.labels ?? {};
  const only = [{ metadata, spec } as DeploymentObject];
  const service = ingressesOf(labels, only, (within) => cache.list("Service", within))[0];
  const address = service?.address.ipv4[0] ?? service?.address.ipv6[0] ?? service?.address.hostname ?? null;
  const replicas = spec?.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
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
    ...healthOf(service?.type ?? null, address, ready, replicas),
    dedicatedTo: metadata.annotations?.[dedicatedToAnnotation] ?? null,
    gateways: selecting.map((gateway) => `${gateway.metadata.namespace}/${gateway.metadata.name}`),
  };
}

function healthOf(type: string | null, address: string | null, ready: number, replicas: number): Part {
  if (replicas === 0)
    return part("broken", "It is scaled to no pods.", "Scale its Deployment to at least one replica.");
  if (ready === 0) return part("working", `None of its ${replicas} pods is ready yet.`);
  if (type === null)
    return part("broken", "No Service leads to its pods.", "Create a Service of type LoadBalancer for it.");
  if (address === null)
    return type === "LoadBalancer"
      ? part("working", "Its load balancer has no address yet.")
      : part(
          "broken",
          `Its Service is of type ${type} and has no public address.`,
          "Make the Service one of type LoadBalancer, or give it externalIPs.",
        );
  return part("ok", `${ready} of ${replicas} pods ready at ${address}.`);
}
