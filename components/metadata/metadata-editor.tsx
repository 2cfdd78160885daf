"use client";
import { useQuery } from "@tanstack/react-query";
import { QueryFailure } from "@/components/ui/error-state";
import { type MetadataOwner, metadataQuery } from "@/lib/client/metadata";
import { MetadataSkeleton } from "./header/metadata-header";
import { MetadataForm } from "./metadata-form";
import { texts } from "./texts";

/** Loads the metadata of a virtual cluster, or the settings of the installation, then shows their form. */
export function MetadataEditor({ owner }: { owner: MetadataOwner }) {
  const query = useQuery(metadataQuery(owner));
  if (query.data) return <MetadataForm owner={owner} entries={query.data.items} groups={query.data.groups} />;
  if (!query.isError) return <MetadataSkeleton />;
  return <QueryFailure what={owner === null ? texts.theSettings : texts.theMetadata} query={query} />;
}
