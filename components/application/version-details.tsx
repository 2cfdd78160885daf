"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { DetailsFrame } from "@/components/mesh-object/details-frame";
import { OwnersNotice } from "@/components/mesh-object/owners-notice";
import { deploymentQuery } from "@/lib/client/applications";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import { applicationPaths } from "./application-paths";
import { DeleteVersionDialog } from "./delete-dialogs";
import { texts } from "./texts";
import { VersionConditions, VersionFacts } from "./version-facts";
import { VersionState } from "./version-state";

export interface VersionDetailsProps {
  virtualCluster: string;
  application: string;
  /** Of the Deployment. */
  name: string;
}

/** One version of an application: the state of its Deployment, the reason, and the field managers. */
export function VersionDetails({ virtualCluster, application, name }: VersionDetailsProps) {
  const router = useRouter();
  const [isGoing, setIsGoing] = useState(false);
  const query = useQuery({
    ...deploymentQuery<DeploymentForm>(virtualCluster, name),
    enabled: !isGoing,
  });
  const [isDeleting, setIsDeleting] = useState(false);
  const version = query.data;
  return (
    <>
      <DetailsFrame
        name={name}
        title={texts.deployment}
        description={
          version
            ? texts.versionOf({ version: version.version ?? texts.noLabel, app: version.app, virtualCluster })
            : texts.deploymentIn({ virtualCluster })
        }
        query={query}
        badgesOf={(details) => <VersionState {...details} />}
        kind="Deployment"
        virtualCluster={virtualCluster}
        editHref={applicationPaths.editVersion(virtualCluster, version?.app ?? application, name)}
        onDelete={() => setIsDeleting(true)}
        overviewOf={(details) => (
          <div className="grid grid-cols-1 gap-6">
            <VersionConditions version={details} />
            <VersionFacts version={details} />
            <OwnersNotice owners={details.owners} />
          </div>
        )}
      />
      <DeleteVersionDialog
        version={isDeleting && version ? version : null}
        onClose={() => setIsDeleting(false)}
        onBusy={setIsGoing}
        onDeleted={() => router.push(applicationPaths.list(virtualCluster))}
      />
    </>
  );
}
