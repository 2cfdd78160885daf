import type { IstioView } from "@/lib/api/istio";
import type { NamespaceObject } from "@/lib/kubernetes/objects/kinds";
import { absenceOf, virtualClusterLabel } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { Environment } from "../environment";
import { isInjected } from "../views/virtual-cluster-view";
import type { Definition, Definitions } from "./definitions";
import { ingressViews, part, versionOfImage, worst } from "./ingresses";
import { istioVersions } from "./installer";
import { isControlPlane } from "./system-namespace";
import { texts } from "./texts";

interface IstioParts {
  cache: Pick<ClusterCache, "list" | "stateOf" | "get">;
  definitions: Definitions;
  installation: { environment: Pick<Environment, "LAMIA_ISTIO_INSTALL"> };
}

const install = texts.install;

/** What the cluster has and lacks of Istio, each part with its state and what to do. */
export function istioView({ cache, definitions, installation }: IstioParts): IstioView {
  const controlPlane = controlPlaneOf(cache);
  const namespace = namespaceOf(cache, controlPlane.namespace);
  const defined = definitionsOf(definitions.current());
  const ingress = ingressGatewaysOf(cache);
  const { namespace: _, ...plane } = controlPlane;
  return {
    state: worst([namespace.state, defined.state, plane.state, ingress.state]),
    checkedAt: new Date().toISOString(),
    namespace,
    definitions: defined,
    controlPlane: plane,
    ingressGateways: ingress,
    namespaces: cache.list("Namespace").map(namespaceView),
    versions: [...istioVersions],
    installation: installation.environment.LAMIA_ISTIO_INSTALL,
  };
}

function namespaceOf(cache: IstioParts["cache"], name: string): IstioView["namespace"] {
  if (cache.stateOf("Namespace").state === "refused")
    return {
      name,
      ...part("unknown", texts.namespacesForbidden, texts.grantListWatch),
    };
  return cache.get("Namespace", null, name)
    ? { name, ...part("ok", texts.namespaceFound({ name })) }
    : { name, ...part("missing", texts.noNamespace({ name }), install) };
}

function definitionsOf(items: readonly Definition[] | null): IstioView["definitions"] {
  if (!items) return { ...part("unknown", texts.kindsUnknown), items: [] };
  const lacking = items.filter(({ present, needed }) => needed && !present).map(({ name }) => name);
  const old = items.filter(({ needed, present, versions }) => needed && present && !versions.includes("v1"));
  const state =
    lacking.length > 0
      ? part("missing", texts.kindsMissing({ kinds: lacking.join(", ") }), install)
      : old.length > 0
        ? part("broken", texts.kindsOld({ kinds: old.map(({ name }) => name).join(", ") }), texts.upgrade)
        : part("ok", texts.kindsServed);
  return { ...state, items: [...items] };
}

function controlPlaneOf({
  list,
  stateOf,
}: IstioParts["cache"]): IstioView["controlPlane"] & { namespace: string } {
  const found = list("Deployment").filter(isControlPlane);
  const shown = found.find(({ status }) => (status?.readyReplicas ?? 0) > 0) ?? found[0];
  const nothing = { ready: 0, replicas: 0, version: null, revision: null, namespace: "istio-system" };
  if (stateOf("Deployment").state === "refused")
    return {
      ...nothing,
      ...part("unknown", texts.deploymentsForbidden, texts.grantListWatch),
    };
  if (!shown) return { ...nothing, ...part("missing", texts.noIstiod, install) };
  const { metadata, spec, status } = shown;
  const image = spec?.template?.spec?.containers?.find(({ name }) => name === "discovery")?.image;
  const ready = status?.readyReplicas ?? 0;
  const replicas = spec?.replicas ?? 1;
  const version = versionOfImage(image) ?? metadata.labels?.["app.kubernetes.io/version"] ?? null;
  const state =
    replicas === 0
      ? part("broken", texts.istiodScaledToZero, texts.scaleIstiod)
      : ready === 0
        ? part("working", texts.istiodNotReady({ count: replicas }), texts.describePods)
        : part("ok", texts.istiodReady({ version: version ?? "", ready, replicas }).replace("  ", " "));
  const namespace = metadata.namespace ?? nothing.namespace;
  return {
    ...state,
    ready,
    replicas,
    version,
    revision: metadata.labels?.["istio.io/rev"] ?? null,
    namespace,
  };
}

function ingressGatewaysOf(cache: IstioParts["cache"]): IstioView["ingressGateways"] {
  const items = ingressViews(cache);
  if (items.length === 0)
    return {
      ...part("missing", texts.noIngress, texts.ownIngress({ install })),
      items,
    };
  const usable = items.filter(({ state }) => state === "ok");
  if (usable.length === items.length) return { ...part("ok", `${items.length} ready.`), items };
  const [first] = items.filter(({ state }) => state !== "ok");
  const state = worst(items.map((item) => item.state));
  return {
    ...part(state, `${first?.namespace}/${first?.name}: ${first?.note}`, first?.remedy ?? null),
    items,
  };
}

function namespaceView(namespace: NamespaceObject): IstioView["namespaces"][number] {
  const { name, labels = {} } = namespace.metadata;
  const absence = absenceOf(namespace);
  return {
    name,
    managed: absence === null,
    reason: absence?.note ?? texts.hasLabel({ label: virtualClusterLabel(labels) ?? "" }),
    remedy: absence?.remedy ?? null,
    injection: isInjected(labels),
  };
}
