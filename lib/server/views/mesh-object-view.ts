import type { SortColumn } from "@/lib/api/choices";
import type { FieldOwner, MeshObject, MeshObjectDetails } from "@/lib/api/mesh-object";
import { type Kind, kindEntry } from "@/lib/istio/kinds";
import { forExport } from "@/lib/istio/yaml/write";
import type { ObjectOfKind } from "@/lib/kubernetes/objects/kinds";
import type { KubernetesObject } from "@/lib/model/object";
import type { SortValue } from "@/lib/server/http/paging";
import type { Mesh } from "@/lib/server/mesh/mesh";

/** Kinds with identical operations. A Gateway also has walks, and a Deployment is a version of an application. */
export type PlainKind = Exclude<Kind, "Gateway" | "Deployment">;

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

type Values<Each extends PlainKind> = Readonly<
  Record<SortColumn<Each>, (object: ObjectOfKind[Each]) => SortValue>
>;
type Metadata = { metadata: ObjectOfKind["Service"]["metadata"] };

const none = -1;
const listed = (texts: readonly string[] | undefined) => (texts ?? []).join(", ");

/** The sort values of the columns that lists of every kind have. */
export function commonValues(kind: string, mesh: Mesh) {
  return {
    virtualCluster: ({ metadata }: Metadata) => metadata.namespace ?? "",
    name: ({ metadata }: Metadata) => metadata.name,
    created: ({ metadata }: Metadata) => String(metadata.creationTimestamp ?? ""),
    /** Errors count more than any number of warnings. */
    findings: ({ metadata: { namespace = "", name } }: Metadata) => {
      const found = mesh.findingsOf(kind, namespace, name);
      const count = (severity: string) => found.filter((finding) => finding.severity === severity).length;
      return found.length === 0 ? 0 : count("error") * 1_000_000 + count("warning");
    },
  };
}

/**
 * What each column of the list of a kind sorts by, as its cell shows it; from the objects themselves, not their
 * forms.
 */
export const valuesOf: { readonly [Each in PlainKind]: (mesh: Mesh) => Values<Each> } = {
  Service: (mesh) => ({
    ...commonValues("Service", mesh),
    ports: ({ spec }) => spec?.ports?.[0]?.port ?? none,
    selector: ({ spec }) => listed(Object.entries(spec?.selector ?? {}).map((pair) => pair.join("="))),
    type: ({ spec }) => spec?.type ?? "ClusterIP",
  }),
  DestinationRule: (mesh) => ({
    ...commonValues("DestinationRule", mesh),
    service: ({ spec }) => spec?.host ?? "",
    subsets: ({ spec }) => spec?.subsets?.length ?? 0,
  }),
  VirtualService: (mesh) => ({
    ...commonValues("VirtualService", mesh),
    hosts: ({ spec }) => listed(spec?.hosts),
    gateways: ({ spec }) => listed(spec?.gateways) || "mesh",
    destinations: ({ spec }) => {
      const routes = [...(spec?.http ?? []), ...(spec?.tls ?? []), ...(spec?.tcp ?? [])];
      return routes[0]?.route?.[0]?.destination?.host ?? "";
    },
    routes: ({ spec }) => (spec?.http?.length ?? 0) + (spec?.tls?.length ?? 0) + (spec?.tcp?.length ?? 0),
  }),
  ServiceEntry: (mesh) => ({
    ...commonValues("ServiceEntry", mesh),
    hosts: ({ spec }) => listed(spec?.hosts),
    ports: ({ spec }) => spec?.ports?.[0]?.number ?? none,
    location: ({ spec }) => spec?.location ?? "MESH_EXTERNAL",
  }),
};
