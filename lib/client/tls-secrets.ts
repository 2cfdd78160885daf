import { queryOptions } from "@tanstack/react-query";
import type { SortColumn } from "@/lib/api/choices";
import type { Page } from "@/lib/api/page";
import type { AdoptionRequest, AdoptionView, TlsSecretView } from "@/lib/api/tls-secret";
import { type ListOrder, listQuery, queryKey } from "./list-query";
import { queryString, request } from "./request";

export interface TlsSecretFilter extends ListOrder<SortColumn<"TlsSecret">> {
  virtualCluster?: string;
  q?: string;
}

/** The TLS Secrets of others that gateways name. What they hold is read in the background, as findings are. */
export function tlsSecretsQuery(filter: TlsSecretFilter = {}) {
  const key = queryKey("findings", undefined, undefined, { tlsSecrets: filter });
  return listQuery<TlsSecretView>(key, "/tls-secrets", { ...filter });
}

/** Those of one gateway. */
export function gatewaySecretsQuery(virtualCluster: string, gateway: string) {
  return queryOptions({
    queryKey: queryKey("findings", undefined, undefined, { tlsSecretsOf: [virtualCluster, gateway] }),
    queryFn: () =>
      request<Page<TlsSecretView>>(
        "GET",
        `/tls-secrets${queryString({ virtualCluster, gateway, limit: 100 })}`,
      ),
  });
}

export interface AdoptionOf extends Pick<AdoptionRequest, "port" | "host" | "secret"> {
  virtualCluster: string;
  gateway: string;
}

const path = ({ virtualCluster, gateway }: AdoptionOf) =>
  `/virtual-clusters/${encodeURIComponent(virtualCluster)}/gateways/${encodeURIComponent(gateway)}/adoption`;

/** Read once and then left alone: what the user confirms must not change meanwhile. */
export function adoptionQuery(of: AdoptionOf) {
  const { port, host, secret } = of;
  return queryOptions({
    queryKey: ["adoption", of],
    queryFn: () => request<AdoptionView>("GET", `${path(of)}${queryString({ port, host, secret })}`),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

const seen = ({ port, host, secret, resourceVersion }: AdoptionView): AdoptionRequest => ({
  port,
  host,
  secret,
  resourceVersion,
});

/** The server answers `conflict` with the current plan when the gateway isn't the one that the user saw. */
export function adoptHost(of: AdoptionOf, plan: AdoptionView): Promise<AdoptionView> {
  return request("POST", path(of), seen(plan));
}

export function giveBackHost(of: AdoptionOf, plan: AdoptionView): Promise<void> {
  return request("POST", `${path(of)}/undo`, seen(plan));
}
