"use client";
import { useQuery } from "@tanstack/react-query";
import { AllowedForm } from "@/components/access/allowed";
import { QueryFailure } from "@/components/ui/query-failure";
import { type MetadataOwner, metadataQuery } from "@/lib/client/metadata";
import { everywhere } from "@/lib/model/roles";
import { MetadataSkeleton } from "./header/metadata-header";
import { MetadataForm } from "./metadata-form";
import { texts } from "./texts";

/** Loads the metadata of a virtual cluster, or the settings of the installation, then shows their form. */
export function MetadataEditor({ owner }: { owner: MetadataOwner }) {
  const query = useQuery(metadataQuery(owner));
  if (query.data)
    return (
      <AllowedForm needs={["admin", owner ?? everywhere]}>
        <MetadataForm owner={owner} entries={query.data.items} groups={query.data.groups} />
      </AllowedForm>
    );
  if (!query.isError) return <MetadataSkeleton />;
  return <QueryFailure what={owner === null ? texts.theSettings : texts.theMetadata} query={query} />;
}
