import type { Registry } from "@/sandbox/kubernetes/resources/registry";
import { groupVersion, type ResourceType } from "@/sandbox/kubernetes/resources/resource-type";

/** An API group as currently served. */
export interface ServedGroup {
  name: string;
  /** The preferred version first. */
  versions: string[];
}

/** Groups without stored resources. */
export const reviewGroups: Readonly<
  Record<string, readonly { plural: string; kind: string; namespaced: boolean }[]>
> = {
  "authentication.k8s.io": [{ plural: "selfsubjectreviews", kind: "SelfSubjectReview", namespaced: false }],
  "authorization.k8s.io": [
    { plural: "localsubjectaccessreviews", kind: "LocalSubjectAccessReview", namespaced: true },
    { plural: "selfsubjectaccessreviews", kind: "SelfSubjectAccessReview", namespaced: false },
    { plural: "selfsubjectrulesreviews", kind: "SelfSubjectRulesReview", namespaced: false },
    { plural: "subjectaccessreviews", kind: "SubjectAccessReview", namespaced: false },
  ],
};

/** All groups, the core group first, each with its versions from most to least stable. */
export function servedGroups(registry: Registry): ServedGroup[] {
  const groups = new Map<string, Set<string>>();
  for (const { group, versions } of registry.all()) {
    const known = groups.get(group) ?? new Set();
    for (const version of versions) known.add(version);
    groups.set(group, known);
  }
  for (const name of Object.keys(reviewGroups)) groups.set(name, new Set(["v1"]));
  return [...groups].map(([name, versions]) => ({ name, versions: [...versions].sort(byStability) }));
}

/** v2 before v1 before v1beta1 before v1alpha3 (Kubernetes, "Version priority"). */
function byStability(a: string, b: string): number {
  const rank = (version: string): number => {
    const [, major = "0", stage, minor = "0"] = /^v(\d+)(alpha|beta)?(\d+)?$/.exec(version) ?? [];
    const stability = stage === "alpha" ? 0 : stage === "beta" ? 1 : 2;
    return stability * 10_000 + Number(major) * 100 + Number(minor);
  };
  return rank(b) - rank(a);
}

export function typesOf(registry: Registry, group: string, version: string): ResourceType[] {
  return registry.all().filter((type) => type.group === group && type.versions.includes(version));
}

export const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
const subresourceVerbs = ["get", "patch", "update"];

/** A version's resources as `APIResourceList` (`/api/v1`, `/apis/{group}/{version}`). */
export function resourceList(registry: Registry, group: string, version: string): Record<string, unknown> {
  const stored = typesOf(registry, group, version).flatMap((type) => [
    mainResource(type),
    ...subresources(type),
  ]);
  const reviews = (reviewGroups[group] ?? []).map(({ plural, kind, namespaced }) => ({
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs: ["create"],
  }));
  const resources = [...stored, ...reviews];
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: groupVersion(group, version), resources };
}

function mainResource(type: ResourceType): Record<string, unknown> {
  return {
    name: type.plural,
    singularName: type.singular,
    namespaced: type.namespaced,
    kind: type.kind,
    verbs,
    ...(type.shortNames.length > 0 && { shortNames: type.shortNames }),
    ...(type.categories.length > 0 && { categories: type.categories }),
    storageVersionHash: `${type.group}/${type.plural}`,
  };
}

/** The subresources of a type, each with its kind. */
export function subresourceNames(
  type: ResourceType,
): { name: string; group: string; version: string; kind: string }[] {
  const own = { group: type.group, version: type.versions[0] ?? "v1", kind: type.kind };
  return [
    ...(type.status ? [{ name: "status", ...own }] : []),
    ...(type.scale ? [{ name: "scale", group: "autoscaling", version: "v1", kind: "Scale" }] : []),
    ...(type.group === "" && type.plural === "pods" ? [{ name: "log", ...own }] : []),
  ];
}

function subresources(type: ResourceType): Record<string, unknown>[] {
  return subresourceNames(type).map(({ name, group, version, kind }) => ({
    name: `${type.plural}/${name}`,
    singularName: "",
    namespaced: type.namespaced,
    ...(kind === "Scale" && { group, version }),
    kind,
    verbs: name === "log" ? ["get"] : subresourceVerbs,
  }));
}

export const aggregatedMediaType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** All groups (or only the core group, for `/api`) and their resources in one response (apidiscovery.k8s.io/v2). */
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
