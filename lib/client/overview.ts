import { queryOptions } from "@tanstack/react-query";
import type { RoutesMap } from "@/lib/api/map";
import type { Overview } from "@/lib/api/overview";
import { queryKey } from "./keys";
import { queryString, request } from "./request";

export function overviewQuery() {
  return queryOptions({
    queryKey: queryKey("overview"),
    queryFn: () => request<Overview>("GET", "/overview"),
  });
}

/** The routes of a gateway, of a virtual cluster, or of all. */
export function mapQuery(virtualCluster?: string, gateway?: string) {
  return queryOptions({
    queryKey: queryKey("map", virtualCluster, gateway),
    queryFn: () => request<RoutesMap>("GET", `/map${queryString({ virtualCluster, gateway })}`),
  });
}
