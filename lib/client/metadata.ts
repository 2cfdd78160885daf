import { queryOptions } from "@tanstack/react-query";
import type { Metadata, MetadataCheck } from "@/lib/api/metadata";
import { queryKey } from "./list-query";
import { request } from "./request";

/** The name of a virtual cluster, or null for the installation's metadata. */
export type MetadataOwner = string | null;

/** A merge: null removes. */
export type MetadataPatch = Record<string, string | null>;

function path(owner: MetadataOwner): string {
  return owner === null
    ? "/installation/metadata"
    : `/virtual-clusters/${encodeURIComponent(owner)}/metadata`;
}

export function metadataQuery(owner: MetadataOwner) {
  return queryOptions({
    queryKey: owner === null ? queryKey("metadata", undefined, "installation") : queryKey("metadata", owner),
    queryFn: () => request<Metadata>("GET", path(owner)),
  });
}

export function saveMetadata(owner: MetadataOwner, patch: MetadataPatch): Promise<Metadata> {
  return request("PATCH", path(owner), patch);
}

/** Sends a notification with these changes, without storing them. */
export function sendTest(
  virtualCluster: string,
  destination: string,
  changes: MetadataPatch,
): Promise<MetadataCheck> {
  return request("POST", `${path(virtualCluster)}/test-notification`, { destination, changes });
}

/** Asks the provider whether the settings would work with these changes, without storing them. */
export function checkMetadata(
  owner: MetadataOwner,
  changes: MetadataPatch,
  registrar?: string,
): Promise<MetadataCheck> {
  return request("POST", `${path(owner)}/check`, { changes, ...(registrar ? { registrar } : {}) });
}
