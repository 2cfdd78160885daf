import { qualifiedHost } from "@/lib/istio/fields/service-host";
import { credentialsOf } from "@/lib/istio/gateway/secured-servers";
import { destinationsOf } from "@/lib/istio/rules/destinations";
import { exportsOf } from "@/lib/istio/rules/exports";
import { meshGateway } from "@/lib/istio/virtual-service/form";
import { dnsPart, sameName } from "@/lib/model/hosts";
import type { GatewayObject, VirtualServiceObject } from "@/lib/model/istio-objects";
import type { ServiceObject } from "@/lib/model/object";
import type { ListName, MeshLists } from "./snapshot";

/** An object is stored under each of its keys. */
interface Index<Name extends ListName> {
  list: Name;
  keys(object: MeshLists[Name]): readonly string[];
}

/** The keys by which the checks look up objects. A new index is one entry here. */
export const indexes = {
  namespaces: by("namespaces", ({ name }) => [name]),
  gateways: by("gateways", ({ metadata }) => [keyOf(metadata)]),
  gatewaysByName: by("gateways", ({ metadata }) => [metadata.name]),
  gatewaysByServer: by("gateways", (gateway) =>
    (gateway.spec.servers ?? []).flatMap((server) =>
      server.hosts.map((host) => serverKey(firstPair(gateway.spec.selector), server.port.number, host)),
    ),
  ),
  gatewaysBySelector: by("gateways", ({ spec }) => [firstPair(spec.selector)]),
  gatewaysByPort: by("gateways", ({ spec }) =>
    (spec.servers ?? []).map(({ port }) => portKey(firstPair(spec.selector), port.number)),
  ),
  gatewaysByCredential: by("gateways", ({ spec }) =>
    (spec.servers ?? []).flatMap(credentialsOf).map(({ name }) => name),
  ),
  virtualServicesByGateway: by("virtualServices", gatewayKeys),
  virtualServicesOnMesh: by("virtualServices", (object) =>
    gatewayKeys(object).includes(meshGateway) ? [object.metadata.namespace ?? ""] : [],
  ),
  /** On each gateway and on the mesh. */
  virtualServicesByHost: by("virtualServices", (object) =>
    (object.spec.hosts ?? []).flatMap((host) =>
      gatewayKeys(object).map((gateway) => hostKey(object, gateway, host)),
    ),
  ),
  /** On the mesh, by whether all namespaces see them; those with a wildcard additionally. */
  virtualServicesByExport: by("virtualServices", (object) => {
    if (!gatewayKeys(object).includes(meshGateway)) return [];
    const hasWildcard = object.spec.hosts?.some((host) => host.startsWith("*"));
    const kind = exportsOf(object).includes("*") ? "public" : "private";
    if (kind === "public") return hasWildcard ? ["public-wildcards"] : [];
    return hasWildcard ? ["private", "private-wildcards"] : ["private"];
  }),
  virtualServices: by("virtualServices", ({ metadata }) => [keyOf(metadata)]),
  /** By the host of a destination that names a subset, on the mesh. */
  virtualServicesDividing: by("virtualServices", (object) =>
    gatewayKeys(object).includes(meshGateway)
      ? destinationsOf(object).flatMap(({ host, subset }) => (subset ? [host] : []))
      : [],
  ),
  virtualServicesBySubset: by("virtualServices", (object) =>
    destinationsOf(object).flatMap(({ host, subset }) => (subset ? [`${host} ${subset}`] : [])),
  ),
  /** By full name; those with a wildcard are under `*`. */
  destinationRulesByHost: by("destinationRules", ({ spec, metadata }) => [
    exactOrWildcard(qualifiedHost(spec.host, metadata.namespace ?? "")),
  ]),
  destinationRulesBySubset: by("destinationRules", ({ spec, metadata: { namespace = "" } }) =>
    (spec.subsets ?? []).map(({ name }) => subsetKey(namespace, qualifiedHost(spec.host, namespace), name)),
  ),
  /** By full name; those with a wildcard are under `*`. */
  serviceEntriesByHost: by("serviceEntries", ({ spec, metadata }) =>
    (spec.hosts ?? []).map((host) => exactOrWildcard(qualifiedHost(host, metadata.namespace ?? ""))),
  ),
  serviceEntriesByPort: by("serviceEntries", ({ spec, metadata }) =>
    (spec.hosts ?? []).flatMap((host) =>
      (spec.ports ?? []).map((port) => `${qualifiedHost(host, metadata.namespace ?? "")} ${port.number}`),
    ),
  ),
  /** By full name, `name.namespace.svc.cluster.local`. */
  services: by("services", (service) => [fullName(service)]),
  servicesByName: by("services", ({ metadata }) => [metadata.name]),
  /** By the first label of the selector. */
  servicesByLabel: by("services", ({ spec, metadata }) =>
    Object.keys(spec.selector ?? {}).length > 0
      ? [`${metadata.namespace ?? ""}/${firstPair(spec.selector)}`]
      : [],
  ),
  /** By each label of the pods, with and without the namespace; all of them under an empty key. */
  workloadsByLabel: by("workloads", ({ namespace, podLabels }) =>
    ["", ...Object.entries(podLabels).map(pairOf)].flatMap((pair) => [pair, `${namespace}/${pair}`]),
  ),
  secrets: by("secrets", (secret) => [keyOf(secret)]),
  secretsByName: by("secrets", ({ name, state }) => (state === "absent" ? [] : [name])),
  secretsBySerial: by("secrets", ({ certificate }) => (certificate?.serial ? [certificate.serial] : [])),
};

export type IndexName = keyof typeof indexes;
export type Indexed<Name extends IndexName> = MeshLists[(typeof indexes)[Name]["list"]];

function by<Name extends ListName>(list: Name, keys: Index<Name>["keys"]): Index<Name> {
  return { list, keys };
}

export function keyOf({ namespace, name }: { namespace?: string; name: string }): string {
  return `${namespace ?? ""}/${name}`;
}

export function fullName({ metadata }: ServiceObject): string {
  return qualifiedHost(metadata.name, metadata.namespace ?? "");
}

/** The names of the gateways of a VirtualService, each as `namespace/name` or `mesh`. */
export function gatewayKeys({ spec, metadata }: VirtualServiceObject): string[] {
  if (!spec.gateways?.length) return [meshGateway];
  return spec.gateways.map((name) =>
    name === meshGateway || name.includes("/") ? name : `${metadata.namespace}/${name}`,
  );
}

/** A host on a gateway, or on the mesh. */
export function hostKey({ metadata }: VirtualServiceObject, gateway: string, host: string): string {
  return `${gateway} ${qualifiedHost(host, metadata.namespace ?? "")}`;
}

/** A host of a server on the workloads that have a label; `pair` is "" if a Gateway selects all of them. */
export function serverKey(pair: string, port: number, host: string): string {
  return `${portKey(pair, port)} ${sameName(dnsPart(host))}`;
}

export function portKey(pair: string, port: number): string {
  return `${pair} ${port}`;
}

export function subsetKey(namespace: string, host: string, subset: string): string {
  return `${namespace} ${host} ${subset}`;
}

/** The first label of a selector, by which it is found; "" for an empty one. */
export function firstPair(selector: GatewayObject["spec"]["selector"] = {}): string {
  const [first] = Object.entries(selector);
  return first ? pairOf(first) : "";
}

export function pairOf([key, value]: [string, string]): string {
  return `${key}=${value}`;
}

function exactOrWildcard(host: string): string {
  return host.startsWith("*") ? "*" : host;
}
