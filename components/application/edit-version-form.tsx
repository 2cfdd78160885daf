"use client";
import { useQuery } from "@tanstack/react-query";
import { FormPlaceholder } from "@/components/mesh-object/form-placeholder";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure } from "@/components/ui/query-failure";
import { deploymentQuery } from "@/lib/client/applications";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import { VersionEditor } from "./version-editor";

/** Edits a version: everything of one that Lamia made, image and replicas of others. */
export function EditVersionForm({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const query = useQuery(deploymentQuery<DeploymentForm>(virtualCluster, name));
  return (
    <>
      <PageHeader title={name} isName description={`Deployment in ${virtualCluster}`} />
      {query.data ? (
        <VersionEditor
          virtualCluster={virtualCluster}
          details={query.data}
          emptyForm={query.data.form}
          lockedApp
        />
      ) : query.isError ? (
        <QueryFailure what="The Deployment" query={query} />
      ) : (
        <FormPlaceholder />
      )}
    </>
  );
}
