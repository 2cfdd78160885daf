import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { SortColumn } from "@/lib/api/choices";
import type { FindingsPage } from "@/lib/api/finding";
import type { IngressView, IstioInstallation, IstioView } from "@/lib/api/istio";
import type { RoutesMap } from "@/lib/api/map";
import type { Overview } from "@/lib/api/overview";
import type { FoundObject } from "@/lib/api/page";
import type { Diagnosis } from "@/lib/gateway/diagnose/evidence";
import { type ListOrder, queryKey } from "./list-query";
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

export function istioQuery() {
  return queryOptions({ queryKey: queryKey("istio"), queryFn: () => request<IstioView>("GET", "/istio") });
}

export function ingressesQuery() {
  return queryOptions({
    queryKey: queryKey("istio", undefined, undefined, "ingresses"),
    queryFn: () => request<{ items: IngressView[] }>("GET", "/ingresses"),
  });
}

/** The installer's Job and its log; the stream reports progress. */
export function istioInstallationQuery() {
  return queryOptions({
    queryKey: queryKey("istio", undefined, undefined, "installation"),
    queryFn: () => request<IstioInstallation>("GET", "/istio/install"),
  });
}

export function installIstio(version: string): Promise<IstioInstallation> {
  return request("POST", "/istio/install", { version, confirm: true });
}

/** Refetched now and then while the page is open, because DNS doesn't report changes. */
const diagnosedEveryMs = 20_000;

/** Everything that DNS and the addresses of a host answer now. */
export function diagnosisQuery(host: string) {
  return queryOptions({
    queryKey: queryKey("diagnosis", undefined, host),
    queryFn: () => request<Diagnosis>("GET", `/diagnosis${queryString({ host })}`),
    refetchInterval: diagnosedEveryMs,
    staleTime: 0,
  });
}

/** Finds objects of all kinds by name, host or label; best first. */
export function searchObjects(q: string, limit = 30): Promise<{ items: FoundObject[] }> {
  return request("GET", `/search${queryString({ q, limit })}`);
}
