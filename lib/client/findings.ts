import { infiniteQueryOptions } from "@tanstack/react-query";
import type { SortColumn } from "@/lib/api/choices";
import type { FindingsPage } from "@/lib/api/finding";
import { queryKey } from "./keys";
import type { ListOrder } from "./list-query";
import { queryString, request } from "./request";

export interface FindingFilter extends ListOrder<SortColumn<"Finding">> {
  virtualCluster?: string;
  severity?: string;
  code?: string;
  kind?: string;
  name?: string;
  q?: string;
}

export function findingsQuery(filter: FindingFilter = {}) {
  return infiniteQueryOptions({
    queryKey: queryKey("findings", filter.virtualCluster, undefined, filter),
    queryFn: ({ pageParam }) =>
      request<FindingsPage>("GET", `/findings${queryString({ ...filter, cursor: pageParam, limit: 100 })}`),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
