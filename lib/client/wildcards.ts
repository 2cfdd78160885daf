import { queryOptions } from "@tanstack/react-query";
import type { WildcardResults, WildcardReview, Wildcards } from "@/lib/api/wildcard";
import { queryKey } from "./list-query";
import { queryString, request } from "./request";

const path = (virtualCluster: string) => `/virtual-clusters/${encodeURIComponent(virtualCluster)}/wildcards`;
const pathOf = (virtualCluster: string, domain: string) =>
  `${path(virtualCluster)}/${encodeURIComponent(domain)}`;

/** The wildcard certificates that Lamia offers, and those that gateways use: of a virtual cluster, or of one gateway. */
export function wildcardsQuery(virtualCluster: string, gateway?: string) {
  return queryOptions({
    queryKey: queryKey("gateways", virtualCluster, gateway, { wildcards: true }),
    queryFn: () => request<Wildcards>("GET", `${path(virtualCluster)}${queryString({ gateway })}`),
  });
}

/** Read once and then left alone: what the user confirms must not change meanwhile. */
export function wildcardReviewQuery(virtualCluster: string, domain: string) {
  return queryOptions({
    queryKey: ["wildcard-review", virtualCluster, domain],
    queryFn: () => request<WildcardReview>("GET", pathOf(virtualCluster, domain)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

type Reviewed = Pick<WildcardReview, "domain" | "revision">;

/** The server answers `conflict` with the present review if one of the gateways has changed since. */
export function takeWildcard(
  virtualCluster: string,
  { domain, revision }: Reviewed,
  gateways: readonly string[],
): Promise<WildcardResults> {
  return request("POST", pathOf(virtualCluster, domain), { gateways, revision });
}

export function giveWildcardBack(
  virtualCluster: string,
  { domain, revision }: Reviewed,
  gateways: readonly string[],
): Promise<WildcardResults> {
  return request("POST", `${pathOf(virtualCluster, domain)}/undo`, { gateways, revision });
}
