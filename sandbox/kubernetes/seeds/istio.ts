import type { WritableClusterObjects } from "@/sandbox/kubernetes/cluster-objects";
import {
  istioResources,
  type PublishedCustomResource,
} from "@/sandbox/kubernetes/schema/published-definitions";

/** The Istio release that the seeded control plane reports. */
export const istioVersion = "1.27.3";

const system = "istio-system";

function labelsOf(app: string, version: string): Record<string, string> {
  return {
    app,
    istio: app === "istiod" ? "pilot" : "ingressgateway",
    "app.kubernetes.io/instance": app === "istiod" ? "istio" : app,
    "app.kubernetes.io/managed-by": "Helm",
    "app.kubernetes.io/name": app,
    "app.kubernetes.io/part-of": "istio",
    "app.kubernetes.io/version": version,
    "operator.istio.io/component": app === "istiod" ? "Pilot" : "IngressGateways",
    "istio.io/rev": "default",
    "install.operator.istio.io/owning-resource": "unknown",
    release: "istio",
  };
}

interface IstioObject {
  group: string;
  plural: string;
  object: Record<string, unknown>;
}

/** The control plane and the ingress gateway, as installed with the default profile. */
export function istioObjects(version: string): IstioObject[] {
  const istiod = labelsOf("istiod", version);
  const ingress = labelsOf("istio-ingressgateway", version);
  const ingressSelector = { app: "istio-ingressgateway", istio: "ingressgateway" };
  const core = (plural: string, kind: string, object: Record<string, unknown>): IstioObject => ({
    group: "",
    plural,
    object: { apiVersion: "v1", kind, ...object },
  });
  const account = (name: string) =>
    core("serviceaccounts", "ServiceAccount", { metadata: { name, namespace: system } });
  return [
    core("namespaces", "Namespace", { metadata: { name: system } }),
    account("istiod"),
    account("istio-ingressgateway-service-account"),
    core("configmaps", "ConfigMap", {
      metadata: { name: "istio", namespace: system, labels: { "istio.io/rev": "default", release: "istio" } },
      data: {
        mesh: "defaultConfig:\n  discoveryAddress: istiod.istio-system.svc:15012\nrootNamespace: istio-system\n",
      },
    }),
    {
      group: "apps",
      plural: "deployments",
      object: deployment({
        name: "istiod",
        namespace: system,
        labels: istiod,
        selector: { app: "istiod", istio: "pilot" },
        serviceAccountName: "istiod",
        container: {
          name: "discovery",
          image: `docker.io/istio/pilot:${version}`,
          ports: [{ containerPort: 15012 }],
        },
      }),
    },
    core("services", "Service", {
      metadata: { name: "istiod", namespace: system, labels: istiod },
      spec: {
        selector: { app: "istiod", istio: "pilot" },
        ports: [
          { name: "grpc-xds", port: 15010, protocol: "TCP" },
          { name: "https-dns", port: 15012, protocol: "TCP" },
          { name: "https-webhook", port: 443, targetPort: 15017, protocol: "TCP" },
          { name: "http-monitoring", port: 15014, protocol: "TCP" },
        ],
      },
    }),
    {
      group: "apps",
      plural: "deployments",
      object: deployment({
        name: "istio-ingressgateway",
        namespace: system,
        labels: ingress,
        selector: ingressSelector,
        annotations: { "sidecar.istio.io/inject": "false" },
        serviceAccountName: "istio-ingressgateway-service-account",
        container: {
          name: "istio-proxy",
          image: `docker.io/istio/proxyv2:${version}`,
          ports: [{ containerPort: 15021 }, { containerPort: 8080 }, { containerPort: 8443 }],
        },
      }),
    },
    core("services", "Service", {
      metadata: { name: "istio-ingressgateway", namespace: system, labels: ingress },
      spec: {
        type: "LoadBalancer",
        selector: ingressSelector,
        ports: [
          { name: "status-port", port: 15021, targetPort: 15021, protocol: "TCP" },
          { name: "http2", port: 80, targetPort: 8080, protocol: "TCP" },
          { name: "https", port: 443, targetPort: 8443, protocol: "TCP" },
        ],
      },
    }),
  ];
}

interface DeploymentParts {
  name: string;
  namespace: string;
  /** Labels of the object and of its pods. */
  labels: Record<string, string>;
  selector: Record<string, string>;
  annotations?: Record<string, string>;
  container: { name: string; image: string; ports: { name?: string; containerPort: number }[] };
  replicas?: number;
  serviceAccountName?: string;
}

/** An apps/v1 Deployment with one container. */
export function deployment(parts: DeploymentParts): Record<string, unknown> {
  const {
    name,
    namespace,
    labels,
    selector,
    annotations,
    container,
    replicas = 1,
    serviceAccountName,
  } = parts;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: { ...labels, ...selector }, ...(annotations && { annotations }) },
        spec: { containers: [container], ...(serviceAccountName && { serviceAccountName }) },
      },
    },
  };
}

/** Istio's CustomResourceDefinitions as istio.io/api publishes them, but with the newest version stored. */
export function istioDefinitions(): Record<string, unknown>[] {
  return [...istioResources()].map(([name, published]) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name,
      labels: { app: "istio-pilot", chart: "istio", "app.kubernetes.io/part-of": "istio", release: "istio" },
    },
    spec: {
      group: published.group,
      scope: published.scope,
      names: published.names,
      versions: versionsOf(published),
    },
  }));
}

function versionsOf({ versions, columns, schema }: PublishedCustomResource): Record<string, unknown>[] {
  return versions.map((name) => ({
    name,
    served: true,
    storage: name === newest(versions),
    subresources: { status: {} },
    ...(columns.length > 0 && { additionalPrinterColumns: columns }),
    schema: { openAPIV3Schema: schema },
  }));
}

function newest(versions: readonly string[]): string | undefined {
  return versions.find((name) => name === "v1") ?? versions.toSorted().at(-1);
}

const definitions = { group: "apiextensions.k8s.io", plural: "customresourcedefinitions" };

/** Installs an Istio of the version, as its installer does, and keeps existing objects. */
export function installIstio(objects: WritableClusterObjects, version: string): void {
  for (const definition of istioDefinitions()) objects.put(definitions, definition, { manager: "istioctl" });
  for (const { group, plural, object } of istioObjects(version)) {
    const { name, namespace } = object.metadata as { name: string; namespace?: string };
    const resource = { group, plural };
    const existing = objects.get(resource, namespace, name);
    // An existing object keeps what others wrote: labels, load balancer address, cluster address.
    if (existing === undefined) objects.put(resource, object, { manager: "istioctl" });
  }
}
