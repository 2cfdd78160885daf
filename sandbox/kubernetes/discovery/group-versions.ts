import type { Registry } from "@/sandbox/kubernetes/resources/registry";
import type { ResourceType } from "@/sandbox/kubernetes/resources/resource-type";

/** An API group as it is served now. */
export interface ServedGroup {
  name: string;
  /** The preferred one first. */
  versions: string[];
}

/** Groups that are served without stored resources. */
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

/** All groups, the core one first, each with its versions from the most to the least stable. */
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
