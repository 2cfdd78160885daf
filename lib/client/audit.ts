import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { AuditDetails, AuditEntry, AuditVerification, ReturnReview } from "@/lib/api/audit";
import type { Page } from "@/lib/api/page";
import { queryKey } from "./list-query";
import { queryString, request } from "./request";

export interface AuditFilter {
  actor?: string;
  action?: string;
  virtualCluster?: string;
  kind?: string;
  name?: string;
  since?: string;
  q?: string;
  versions?: true;
}

/** Newest first, page by page. */
export function auditQuery(filter: AuditFilter = {}) {
  return infiniteQueryOptions({
    queryKey: queryKey("audit", filter.virtualCluster, undefined, filter),
    queryFn: ({ pageParam }) =>
      request<Page<AuditEntry>>("GET", `/audit${queryString({ ...filter, cursor: pageParam, limit: 50 })}`),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** An entry never changes. */
export function auditEntryQuery(seq: number) {
  return queryOptions({
    queryKey: ["audit-entry", seq],
    queryFn: () => request<AuditDetails>("GET", `/audit/${seq}`),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function verifyAudit(): Promise<AuditVerification> {
  return request("GET", "/audit/verification");
}

/** The URL that downloads what the filter shows, as JSON lines. */
export function auditExportUrl({ q: _, versions: __, ...filter }: AuditFilter): string {
  return `/api/v1/audit/export${queryString({ ...filter })}`;
}

export interface Version {
  /** Metadata of a virtual cluster have a way back of their own, which takes an admin. */
  kind: string;
  virtualCluster: string;
  seq: number;
  side: "before" | "after";
}

const versionPath = ({ kind, virtualCluster, seq, side }: Version, what: string) =>
  `/virtual-clusters/${encodeURIComponent(virtualCluster)}${kind === "Namespace" ? "/metadata" : ""}/versions/${seq}/${what}?side=${side}`;

/** The version next to the object as it is now, with everything that a save would check. */
export function returnReviewQuery(version: Version) {
  return queryOptions({
    queryKey: ["return-review", version],
    queryFn: () => request<ReturnReview>("POST", versionPath(version, "review")),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

export interface ReturnOptions {
  resourceVersion: string | null;
  force: boolean;
  ignoreFindings: boolean;
}

export function returnToVersion(version: Version, options: ReturnOptions): Promise<void> {
  const { resourceVersion } = options;
  const body = version.kind === "Namespace" ? { resourceVersion } : options;
  return request("POST", versionPath(version, "return"), body);
}
