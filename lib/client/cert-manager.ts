import { queryOptions } from "@tanstack/react-query";
import type { CertManagerView, MigrationRequest } from "@/lib/api/cert-manager";
import type { Metadata } from "@/lib/api/metadata";
import { queryKey } from "./list-query";
import { request } from "./request";

const path = (virtualCluster: string) =>
  `/virtual-clusters/${encodeURIComponent(virtualCluster)}/cert-manager`;

/** The issuers of cert-manager whose settings a virtual cluster can take; read when somebody asks. */
export function certManagerQuery(virtualCluster: string) {
  return queryOptions({
    queryKey: queryKey("metadata", virtualCluster, undefined, { certManager: true }),
    queryFn: () => request<CertManagerView>("GET", path(virtualCluster)),
    staleTime: 0,
    retry: false,
  });
}

/** Copies what the issuer has, secrets on the server; returns the metadata as they are then. */
export function takeIssuerSettings(virtualCluster: string, seen: MigrationRequest): Promise<Metadata> {
  return request("POST", path(virtualCluster), seen);
}
