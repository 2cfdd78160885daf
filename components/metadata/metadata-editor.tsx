"use client";
import { useQuery } from "@tanstack/react-query";
import { QueryFailure } from "@/components/ui/error-state";
import { metadataQuery } from "@/lib/client/virtual-clusters";
import { MetadataForm } from "./metadata-form";
import { MetadataHeader, MetadataSkeleton } from "./metadata-placeholder";

/** Reads the metadata of a virtual cluster, then shows its form. */
export function MetadataEditor({ virtualCluster }: { virtualCluster: string }) {
  const query = useQuery(metadataQuery(virtualCluster));
  return (
    <>
      <MetadataHeader virtualCluster={virtualCluster} />
      {query.data ? (
        <MetadataForm virtualCluster={virtualCluster} entries={query.data.items} groups={query.data.groups} />
      ) : query.isError ? (
        <QueryFailure what="the metadata" query={query} />
      ) : (
        <MetadataSkeleton />
      )}
    </>
  );
}
