"use client";
import { useQuery } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { DetailsPlaceholder } from "@/components/mesh-object/details-placeholder";
import { OwnersNotice } from "@/components/mesh-object/owners-notice";
import { Button } from "@/components/ui/button";
import { deferred } from "@/components/ui/deferred";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { deploymentQuery } from "@/lib/client/applications";
import type { DeploymentForm } from "@/lib/istio/deployment/form";
import { applicationPaths } from "./application-paths";
import { DeleteVersionDialog } from "./delete-version-dialog";
import { VersionConditions } from "./version-conditions";
import { VersionFacts } from "./version-facts";
import { VersionState } from "./version-state";

const ObjectYaml = deferred(
  () => import("@/components/mesh-object/object-yaml").then((module) => module.ObjectYaml),
  () => <Skeleton className="h-96 w-full" />,
);

/** One version of an application: how its Deployment stands, why, and who wrote which field. */
export function VersionDetails({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const router = useRouter();
  const [isGoing, setIsGoing] = useState(false);
  const query = useQuery({
    ...deploymentQuery<DeploymentForm>(virtualCluster, name),
    enabled: !isGoing,
  });
  const [tab, setTab] = useQueryState("tab", parseAsString.withDefault("overview"));
  const [isDeleting, setIsDeleting] = useState(false);
  const version = query.data;

  if (query.isError && !version)
    return (
      <>
        <PageHeader title={name} isName description={`Deployment in ${virtualCluster}`} />
        <QueryFailure what="The Deployment" query={query} />
      </>
    );
  if (!version) return <DetailsPlaceholder what="Deployment" part="version" />;
  return (
    <>
      <PageHeader
        title={name}
        isName
        badges={<VersionState {...version} />}
        description={`Version ${version.version ?? "without label"} of ${version.app} in ${virtualCluster}`}
        actions={
          <>
            <Button icon={<Trash2 aria-hidden />} onClick={() => setIsDeleting(true)}>
              Delete
            </Button>
            <LinkButton
              variant="primary"
              icon={<Pencil aria-hidden />}
              href={applicationPaths.editVersion(virtualCluster, version.app, name)}
            >
              Edit
            </LinkButton>
          </>
        }
      />
      <Tabs
        label={`Views of ${name}`}
        value={tab}
        onValueChange={(next) => void setTab(next === "overview" ? null : next)}
        tabs={[
          {
            id: "overview",
            label: "Overview",
            content: (
              <div className="grid grid-cols-1 gap-6">
                <VersionConditions version={version} />
                <VersionFacts version={version} />
                <OwnersNotice owners={version.owners} />
              </div>
            ),
          },
          {
            id: "yaml",
            label: "YAML",
            content: <ObjectYaml object={version.object as object} name={name} title="Deployment" />,
          },
        ]}
      />
      <DeleteVersionDialog
        version={isDeleting ? version : null}
        onClose={() => setIsDeleting(false)}
        onBusy={setIsGoing}
        onDeleted={() => router.push(applicationPaths.list(virtualCluster))}
      />
    </>
  );
}
