import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ImportAnswer, ImportRequest } from "@/lib/api/import";
import type { Draft, Review } from "@/lib/api/mesh-object";
import type { OnlineAnswer, OnlineRequest } from "@/lib/api/online";
import { queryKey } from "./list-query";
import { request, requestText } from "./request";

const base = (virtualCluster: string) => `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;

/** Rules, checks across the cluster, a dry run and a diff of a draft; changes nothing. */
export function reviewDraft(virtualCluster: string, draft: Draft): Promise<Review> {
  return request("POST", `${base(virtualCluster)}/review`, draft);
}

/** The same as a query, for a review that follows the form; debounce the draft. */
export function reviewQuery(virtualCluster: string, draft: Draft | null) {
  return queryOptions({
    queryKey: queryKey("findings", virtualCluster, undefined, { review: draft }),
    queryFn: () => reviewDraft(virtualCluster, draft as Draft),
    enabled: draft !== null,
  });
}

/** With `apply: false`, a preview of what the documents would create and change. */
export function importObjects(virtualCluster: string, body: ImportRequest): Promise<ImportAnswer> {
  return request("POST", `${base(virtualCluster)}/import`, body);
}

/** The URL for downloading everything in a virtual cluster that has a form, as YAML documents. */
export function exportUrl(virtualCluster: string): string {
  return `/api/v1${base(virtualCluster)}/export`;
}

export interface ImportPreview {
  text: string;
  /**
   * Positions of the selected documents; default: all. The result depends on which documents are imported together.
   */
  only?: number[];
  useNamespaces?: boolean;
}

/** What an import would do, kept up to date while the cluster changes; debounce the text. */
export function importPreviewQuery(
  virtualCluster: string,
  { text, only, useNamespaces = false }: ImportPreview,
) {
  return queryOptions({
    queryKey: queryKey("findings", virtualCluster, undefined, { import: text, only, useNamespaces }),
    queryFn: () =>
      importObjects(virtualCluster, { text, apply: false, useNamespaces, ...(only ? { only } : {}) }),
    enabled: virtualCluster !== "" && text.trim() !== "",
    placeholderData: keepPreviousData,
    // Texts can be large, and are hardly ever requested twice.
    gcTime: 0,
  });
}

/** Everything of a virtual cluster that has a form, as YAML documents. */
export function exportQuery(virtualCluster: string) {
  return queryOptions({
    queryKey: queryKey("map", virtualCluster, undefined, "export"),
    queryFn: () => requestText(exportUrl(virtualCluster)),
    enabled: virtualCluster !== "",
  });
}

/** Creates what puts an application online; with `apply: false` it only shows it. */
export function putOnline(virtualCluster: string, body: OnlineRequest): Promise<OnlineAnswer> {
  return request("POST", `/virtual-clusters/${encodeURIComponent(virtualCluster)}/online`, body);
}

/** What would be created, kept up to date while the cluster changes; debounce the request. */
export function onlineQuery(virtualCluster: string, body: OnlineRequest | null) {
  return queryOptions({
    queryKey: queryKey("findings", virtualCluster, undefined, { online: body }),
    queryFn: () => putOnline(virtualCluster, { ...(body as OnlineRequest), apply: false }),
    enabled: body !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
}
