import type { FieldOwner, MeshObject, MeshObjectDetails } from "@/lib/api/mesh-object";
import { type Kind, kindEntry } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import { forExport } from "@/lib/istio/yaml/write";
import type { Mesh } from "@/lib/server/mesh/mesh";

interface ManagedFields {
  manager?: string;
  operation?: string;
  time?: string;
  fieldsV1?: object;
}

export function meshObjectView(kind: Kind, object: KubernetesObject, mesh: Mesh): MeshObject {
  const { name, namespace = "", creationTimestamp = "", resourceVersion = "" } = object.metadata;
  const findings = mesh.findingsOf(kind, namespace, name);
  return {
    kind,
    name,
    virtualCluster: namespace,
    form: kindEntry(kind).toForm(object),
    errors: findings.filter(({ severity }) => severity === "error").length,
    warnings: findings.filter(({ severity }) => severity === "warning").length,
    createdAt: String(creationTimestamp),
    resourceVersion,
  };
}

export function meshObjectDetails(kind: Kind, object: KubernetesObject, mesh: Mesh): MeshObjectDetails {
  const { name, namespace = "" } = object.metadata;
  return {
    ...meshObjectView(kind, object, mesh),
    object: forExport(object),
    findings: [...mesh.findingsOf(kind, namespace, name)],
    owners: ownersOf(object),
  };
}

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
export function ownersOf({ metadata }: KubernetesObject): FieldOwner[] {
  const managed = (metadata as { managedFields?: ManagedFields[] }).managedFields ?? [];
  return managed.map(({ manager = "unknown", operation = "Update", time, fieldsV1 = {} }) => ({
    manager,
    operation,
    at: time ?? null,
    fields: pathsOf(fieldsV1, []),
  }));
}

/** Leaves of the tree `f:spec → f:servers → …`; a list item (`k:{…}`) counts as its list. */
function pathsOf(tree: object, path: readonly string[]): string[] {
  const inner = Object.entries(tree).filter(([key]) => key.startsWith("f:"));
  if (inner.length === 0) return path.length > 0 ? [path.join(".")] : [];
  return inner.flatMap(([key, value]) => pathsOf(value as object, [...path, key.slice(2)]));
}
