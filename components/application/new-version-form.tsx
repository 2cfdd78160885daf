"use client";
import { useQuery } from "@tanstack/react-query";
import { FormPlaceholder } from "@/components/mesh-object/form-placeholder";
import { newDescription } from "@/components/mesh-object/new-description";
import { PageHeader } from "@/components/ui/page-header";
import { applicationQuery, deploymentQuery } from "@/lib/client/applications";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import { firstVersion, nextVersion } from "./new-version";
import { VersionEditor } from "./version-editor";

export interface NewVersionFormProps {
  virtualCluster: string;
  /** The application that gets one more version; a new application without it. */
  application?: string;
}

/** Creates a version of an application; one more begins with image, ports and variables of the last one. */
export function NewVersionForm({ virtualCluster, application }: NewVersionFormProps) {
  const isMore = application !== undefined;
  const standing = useQuery({ ...applicationQuery(virtualCluster, application ?? ""), enabled: isMore });
  const last = standing.data?.versions.at(-1);
  const details = useQuery({
    ...deploymentQuery<DeploymentForm>(virtualCluster, last?.name ?? ""),
    enabled: last !== undefined,
  });
  const isWaiting = isMore && (standing.isPending || (last !== undefined && details.isPending));
  return (
    <>
      <PageHeader
        title={isMore ? `New version of ${application}` : "New Application"}
        description={
          last
            ? `It begins as ${last.name} is; give it a version and an image of its own`
            : newDescription("Deployment", virtualCluster)
        }
      />
      {isWaiting ? (
        <FormPlaceholder />
      ) : (
        <VersionEditor
          virtualCluster={virtualCluster}
          details={null}
          emptyForm={isMore ? nextVersion(application, details.data?.form) : firstVersion}
          lockedApp={last !== undefined}
        />
      )}
    </>
  );
}
