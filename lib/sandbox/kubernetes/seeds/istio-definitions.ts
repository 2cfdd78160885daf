interface DefinedKind {
  group: string;
  kind: string;
  plural: string;
  shortNames?: string[];
  /** The stored one first. */
  versions: string[];
  columns?: { name: string; jsonPath: string; type: string }[];
}

const networking = "networking.istio.io";
const security = "security.istio.io";
const all = ["v1", "v1beta1", "v1alpha3"];
const age = { name: "Age", jsonPath: ".metadata.creationTimestamp", type: "date" };
const text = (name: string, jsonPath: string) => ({ name, jsonPath, type: "string" });

/** The kinds that Istio 1.2x brings, with the columns that its definitions declare. */
const kinds: readonly DefinedKind[] = [
  { group: networking, kind: "Gateway", plural: "gateways", shortNames: ["gw"], versions: all },
  {
    group: networking,
    kind: "VirtualService",
    plural: "virtualservices",
    shortNames: ["vs"],
    versions: all,
    columns: [text("Gateways", ".spec.gateways"), text("Hosts", ".spec.hosts"), age],
  },
  {
    group: networking,
    kind: "DestinationRule",
    plural: "destinationrules",
    shortNames: ["dr"],
    versions: all,
    columns: [text("Host", ".spec.host"), age],
  },
  {
    group: networking,
    kind: "ServiceEntry",
    plural: "serviceentries",
    shortNames: ["se"],
    versions: all,
    columns: [
      text("Hosts", ".spec.hosts"),
      text("Location", ".spec.location"),
      text("Resolution", ".spec.resolution"),
      age,
    ],
  },
  { group: networking, kind: "Sidecar", plural: "sidecars", versions: all },
  {
    group: networking,
    kind: "WorkloadEntry",
    plural: "workloadentries",
    shortNames: ["we"],
    versions: all,
    columns: [age, text("Address", ".spec.address")],
  },
  { group: networking, kind: "WorkloadGroup", plural: "workloadgroups", shortNames: ["wg"], versions: all },
  { group: networking, kind: "EnvoyFilter", plural: "envoyfilters", versions: ["v1alpha3"] },
  { group: networking, kind: "ProxyConfig", plural: "proxyconfigs", versions: ["v1beta1"] },
  {
    group: security,
    kind: "AuthorizationPolicy",
    plural: "authorizationpolicies",
    shortNames: ["ap"],
    versions: ["v1", "v1beta1"],
    columns: [text("Action", ".spec.action"), age],
  },
  {
    group: security,
    kind: "PeerAuthentication",
    plural: "peerauthentications",
    shortNames: ["pa"],
    versions: ["v1", "v1beta1"],
    columns: [text("Mode", ".spec.mtls.mode"), age],
  },
  {
    group: security,
    kind: "RequestAuthentication",
    plural: "requestauthentications",
    shortNames: ["ra"],
    versions: ["v1", "v1beta1"],
  },
  {
    group: "telemetry.istio.io",
    kind: "Telemetry",
    plural: "telemetries",
    shortNames: ["telemetry"],
    versions: ["v1", "v1alpha1"],
  },
  { group: "extensions.istio.io", kind: "WasmPlugin", plural: "wasmplugins", versions: ["v1alpha1"] },
];

/** Istio's CustomResourceDefinitions. */
export function istioDefinitions(): Record<string, unknown>[] {
  return kinds.map(({ group, kind, plural, shortNames, versions, columns }) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${group}`,
      labels: { app: "istio-pilot", chart: "istio", "app.kubernetes.io/part-of": "istio", release: "istio" },
    },
    spec: {
      group,
      scope: "Namespaced",
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        categories: ["istio-io", group.replace(".io", "-io").replaceAll(".", "-")],
        ...(shortNames && { shortNames }),
      },
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        subresources: { status: {} },
        additionalPrinterColumns: columns ?? [age],
        schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
      })),
    },
  }));
}
