import type { Registry } from "@/sandbox/kubernetes/resources/registry";
import type { ResourceType } from "@/sandbox/kubernetes/resources/resource-type";
import { reviewGroups, servedGroups, typesOf } from "./group-versions";
import { subresourceNames, verbs } from "./resource-list";

export const aggregatedMediaType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** All groups (or only the core one, for `/api`) with their resources in one answer (apidiscovery.k8s.io/v2). */
export function aggregatedDiscovery(registry: Registry, isCore: boolean): Record<string, unknown> {
  const groups = servedGroups(registry).filter(({ name }) => (name === "") === isCore);
  return {
    kind: "APIGroupDiscoveryList",
    apiVersion: "apidiscovery.k8s.io/v2",
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: { name, creationTimestamp: null },
      versions: versions.map((version) => ({
        version,
        resources: [
          ...typesOf(registry, name, version).map((type) => discoveredResource(type, version)),
          ...(reviewGroups[name] ?? []).map((review) => ({
            resource: review.plural,
            responseKind: { group: name, version, kind: review.kind },
            scope: review.namespaced ? "Namespaced" : "Cluster",
            singularResource: review.kind.toLowerCase(),
            verbs: ["create"],
          })),
        ],
        freshness: "Current",
      })),
    })),
  };
}

function discoveredResource(type: ResourceType, version: string): Record<string, unknown> {
  return {
    resource: type.plural,
    responseKind: { group: type.group, version, kind: type.kind },
    scope: type.namespaced ? "Namespaced" : "Cluster",
    singularResource: type.singular,
    verbs,
    ...(type.shortNames.length > 0 && { shortNames: type.shortNames }),
    ...(type.categories.length > 0 && { categories: type.categories }),
    subresources: subresourceNames(type).map(({ name, group, version: kindVersion, kind }) => ({
      subresource: name,
      responseKind: { group, version: kind === "Scale" ? kindVersion : version, kind },
      verbs: name === "log" ? ["get"] : ["get", "patch", "update"],
    })),
  };
}
