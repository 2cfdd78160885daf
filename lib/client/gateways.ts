import { queryOptions } from "@tanstack/react-query";
import type { SortColumn } from "@/lib/api/choices";
import type { DnsPreview, GatewayDetails, GatewayView, TakeOverView } from "@/lib/api/gateway";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import { type ListOrder, listQuery, queryKey } from "./list-query";
import { queryString, request } from "./request";

const listPath = (virtualCluster: string) =>
  `/virtual-clusters/${encodeURIComponent(virtualCluster)}/gateways`;
const path = (virtualCluster: string, name: string) =>
  `${listPath(virtualCluster)}/${encodeURIComponent(name)}`;

export interface GatewayFilter extends ListOrder<SortColumn<"Gateway">> {
  /** Default: all virtual clusters. */
  virtualCluster?: string;
  q?: string;
  state?: string;
}

/** What a save may ignore, after the user has seen it. */
export interface SaveOptions {
  /** Errors that a check found. */
  ignoreFindings?: boolean;
  /** Takes over foreign fields; only for an existing gateway. */
  force?: boolean;
}

export function gatewaysQuery({ virtualCluster, ...filter }: GatewayFilter = {}) {
  const base = virtualCluster === undefined ? "/gateways" : listPath(virtualCluster);
  const key = queryKey("gateways", virtualCluster, undefined, filter);
  return listQuery<GatewayView>(key, base, { ...filter });
}

export function gatewayQuery(virtualCluster: string, name: string) {
  return queryOptions({
    queryKey: queryKey("gateways", virtualCluster, name),
    queryFn: () => request<GatewayDetails>("GET", path(virtualCluster, name)),
  });
}

export function createGateway(
  virtualCluster: string,
  form: GatewayFormInput,
  { ignoreFindings }: SaveOptions = {},
): Promise<GatewayView> {
  return request("POST", `${listPath(virtualCluster)}${queryString({ ignoreFindings })}`, form);
}

/** `resourceVersion`: the version that filled the form; the server answers `conflict` when it is outdated. */
export function saveGateway(
  virtualCluster: string,
  form: GatewayFormInput,
  resourceVersion?: string,
  { ignoreFindings, force }: SaveOptions = {},
): Promise<GatewayView> {
  const query = queryString({ resourceVersion, ignoreFindings, force });
  return request("PUT", `${path(virtualCluster, form.name)}${query}`, form);
}

export function deleteGateway(virtualCluster: string, name: string): Promise<void> {
  return request("DELETE", path(virtualCluster, name));
}

/** "Check now": wakes the walks of the gateway's secured hosts. */
export function checkGateway(virtualCluster: string, name: string): Promise<{ hosts: string[] }> {
  return request("POST", `${path(virtualCluster, name)}/check`);
}

const takeOverPath = (virtualCluster: string, name: string, host: string) =>
  `${path(virtualCluster, name)}/secured-hosts/${encodeURIComponent(host)}/take-over`;

/** Read once and then left alone: what the user confirms must not change meanwhile. */
export function takeOverQuery(virtualCluster: string, name: string, host: string) {
  return queryOptions({
    queryKey: ["take-over", virtualCluster, name, host],
    queryFn: () => request<TakeOverView>("GET", takeOverPath(virtualCluster, name, host)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The server answers `conflict` with the current records when they differ from those that the user saw. */
export function takeOver(
  virtualCluster: string,
  name: string,
  { host, replaces, becomes }: Pick<TakeOverView, "host" | "replaces" | "becomes">,
): Promise<TakeOverView> {
  return request("POST", takeOverPath(virtualCluster, name, host), { replaces, becomes });
}

export function dnsPreviewQuery(virtualCluster: string, host: string) {
  return queryOptions({
    queryKey: queryKey("metadata", virtualCluster, undefined, { preview: host }),
    queryFn: () =>
      request<DnsPreview>(
        "GET",
        `/virtual-clusters/${encodeURIComponent(virtualCluster)}/dns-preview${queryString({ host })}`,
      ),
    enabled: host !== "",
    staleTime: 30_000,
  });
}
