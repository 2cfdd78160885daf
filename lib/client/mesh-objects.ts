import { queryOptions } from "@tanstack/react-query";
import type { SortColumn } from "@/lib/api/choices";
import type { MeshObject, MeshObjectDetails, ObjectEdit } from "@/lib/api/mesh-object";
import type { Topic } from "@/lib/api/stream";
import type { Kind } from "@/lib/istio/kinds";
import { type ListOrder, listQuery, queryKey } from "./list-query";
import { queryString, request } from "./request";

/** Kinds with their own pages besides gateways, by the last part of their path. */
export const meshKinds = {
  Service: "services",
  DestinationRule: "destination-rules",
  VirtualService: "virtual-services",
  ServiceEntry: "service-entries",
} as const satisfies Partial<Record<Kind, Topic>>;

export type MeshKind = keyof typeof meshKinds;

export interface MeshFilter extends ListOrder<SortColumn<MeshKind>> {
  /** Default: all namespaces. */
  virtualCluster?: string;
  q?: string;
  /** Only rules and virtual services that lead requests to this host, short or in full. */
  destination?: string;
}

/** Options for saving an edit; see `PUT …/{name}` of the REST API. */
export interface SaveOptions {
  /** The version that filled the form; the server answers `conflict` with `current` when it is outdated. */
  resourceVersion?: string;
  /** Takes over foreign fields, and removes those that the form has removed. */
  force?: boolean;
  ignoreFindings?: boolean;
}

function listPath(kind: MeshKind, virtualCluster: string): string {
  return `/virtual-clusters/${encodeURIComponent(virtualCluster)}/${meshKinds[kind]}`;
}

const path = (kind: MeshKind, virtualCluster: string, name: string) =>
  `${listPath(kind, virtualCluster)}/${encodeURIComponent(name)}`;

export function meshObjectsQuery<Form = unknown>(
  kind: MeshKind,
  { virtualCluster, ...filter }: MeshFilter = {},
) {
  const base = virtualCluster === undefined ? `/${meshKinds[kind]}` : listPath(kind, virtualCluster);
  const key = queryKey(meshKinds[kind], virtualCluster, undefined, filter);
  return listQuery<MeshObject<Form>>(key, base, { ...filter });
}

/** The rules or virtual services of a virtual cluster that lead requests to a host, short or in full. */
export function usesQuery<Form = unknown>(
  kind: "DestinationRule" | "VirtualService",
  host: string,
  virtualCluster: string,
) {
  return meshObjectsQuery<Form>(kind, { virtualCluster, destination: host });
}

export function meshObjectQuery<Form = unknown>(kind: MeshKind, virtualCluster: string, name: string) {
  return queryOptions({
    queryKey: queryKey(meshKinds[kind], virtualCluster, name),
    queryFn: () => request<MeshObjectDetails<Form>>("GET", path(kind, virtualCluster, name)),
  });
}

export function createMeshObject<Form = unknown>(
  kind: MeshKind,
  virtualCluster: string,
  form: { name?: string },
  options: Pick<SaveOptions, "ignoreFindings"> = {},
): Promise<MeshObjectDetails<Form>> {
  return request("POST", `${listPath(kind, virtualCluster)}${queryString({ ...options })}`, form);
}

export function saveMeshObject<Form = unknown>(
  kind: MeshKind,
  virtualCluster: string,
  form: { name: string },
  options: SaveOptions = {},
): Promise<MeshObjectDetails<Form>> {
  return request("PUT", `${path(kind, virtualCluster, form.name)}${queryString({ ...options })}`, form);
}

export function deleteMeshObject(kind: MeshKind, virtualCluster: string, name: string): Promise<void> {
  return request("DELETE", path(kind, virtualCluster, name));
}

/** Saves a whole object as edited in YAML, including a Gateway; removes what it omits. */
export function saveObject<Form = unknown>(
  virtualCluster: string,
  edit: ObjectEdit,
): Promise<MeshObjectDetails<Form>> {
  return request("PUT", `/virtual-clusters/${encodeURIComponent(virtualCluster)}/objects`, edit);
}
