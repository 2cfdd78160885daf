import { queryOptions } from "@tanstack/react-query";
import type { SortColumn } from "@/lib/api/choices";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { type ListOrder, listQuery, queryKey } from "./list-query";
import { request } from "./request";

const path = (name: string) => `/virtual-clusters/${encodeURIComponent(name)}`;

export interface VirtualClusterFilter extends ListOrder<SortColumn<"VirtualCluster">> {
  show?: "managed" | "all";
  q?: string;
  injection?: "true" | "false";
}

export function virtualClustersQuery(filter: VirtualClusterFilter = {}) {
  const key = queryKey("virtual-clusters", undefined, undefined, filter);
  return listQuery<VirtualCluster>(key, "/virtual-clusters", { ...filter });
}

export function virtualClusterQuery(name: string) {
  return queryOptions({
    queryKey: queryKey("virtual-clusters", name),
    queryFn: () => request<VirtualCluster>("GET", path(name)),
  });
}

/** `confirm`: the typed name, for a namespace of the system. */
export function setManaged(name: string, managed: boolean, confirm?: string): Promise<VirtualCluster> {
  return request("PATCH", path(name), { managed, ...(confirm === undefined ? {} : { confirm }) });
}
