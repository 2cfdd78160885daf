import { queryOptions } from "@tanstack/react-query";
import type { NameServerDirection, NameServersView } from "@/lib/api/name-servers";
import { queryString, request } from "./request";

/** A Secured Host, whose domain is meant. */
export interface OfHost {
  virtualCluster: string;
  gateway: string;
  host: string;
}

const path = ({ virtualCluster, gateway, host }: OfHost) =>
  `/virtual-clusters/${encodeURIComponent(virtualCluster)}/gateways/${encodeURIComponent(gateway)}/secured-hosts/${encodeURIComponent(host)}/name-servers`;

/** Read once and then left alone: what the user confirms must not change meanwhile. */
export function nameServersQuery(of: OfHost, direction: NameServerDirection) {
  return queryOptions({
    queryKey: ["name-servers", of.virtualCluster, of.gateway, of.host, direction],
    queryFn: () => request<NameServersView>("GET", `${path(of)}${queryString({ direction })}`),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** The server answers `conflict` with what it is now when that differs from what the user saw. */
export function setNameServers(
  of: OfHost,
  { direction, now, next, differences, unanswered, nowSide }: NameServersView,
): Promise<NameServersView> {
  return request("POST", path(of), { direction, now, next, differences, unanswered, nowSide });
}
