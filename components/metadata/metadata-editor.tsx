"use client";
import { useQuery } from "@tanstack/react-query";
import { QueryFailure } from "@/components/ui/error-state";
import { type MetadataOwner, metadataQuery } from "@/lib/client/metadata";
import { MetadataHeader, MetadataSkeleton } from "./header/metadata-placeholder";
import { MetadataForm } from "./metadata-form";
import { texts } from "./texts";

/** Loads the metadata of a virtual cluster, or the settings of the installation, then shows their form. */
export function MetadataEditor({ owner }: { owner: MetadataOwner }) {
  const query = useQuery(metadataQuery(owner));
  return (
    <>
      <MetadataHeader owner={owner} />
      {query.data ? (
        <MetadataForm owner={owner} entries={query.data.items} groups={query.data.groups} />
      ) : query.isError ? (
        <QueryFailure what={owner === null ? texts.theSettings : texts.theMetadata} query={query} />
      ) : (
        <MetadataSkeleton />
      )}
    </>
  );
}
