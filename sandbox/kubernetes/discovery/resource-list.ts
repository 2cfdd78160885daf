import type { Registry } from "@/sandbox/kubernetes/resources/registry";
import { groupVersion, type ResourceType } from "@/sandbox/kubernetes/resources/resource-type";
import { reviewGroups, typesOf } from "./group-versions";

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

/** The names of a type's subresources with the kind each one speaks. */
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
