"use client";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton, SkeletonText } from "@/components/ui/skeleton";
import { ViewTabs } from "@/components/ui/view-tabs";
import { virtualClusterPath } from "@/components/virtual-cluster/paths";
import type { MetadataOwner } from "@/lib/client/metadata";
import { texts } from "./texts";

const MigrationButton = deferred(
  () => import("./migration-button").then((module) => module.MigrationButton),
  () => <Skeleton className="h-8 w-56" />,
);

interface MetadataHeaderProps {
  owner: MetadataOwner;
  view?: "form" | "history";
}

export function MetadataHeader({ owner, view = "form" }: MetadataHeaderProps) {
  if (owner === null) return <PageHeader title={texts.settings} description={texts.settingsHelp} />;
  const path = virtualClusterPath(owner, "metadata");
  return (
    <>
      <PageHeader
        title={texts.metadata}
        description={texts.metadataHelp({ virtualCluster: owner })}
        actions={<MigrationButton virtualCluster={owner} />}
      />
      <ViewTabs
        label={texts.views({ virtualCluster: owner })}
        current={view}
        views={[
          { id: "form", href: path, label: texts.metadata },
          { id: "history", href: `${path}/history`, label: texts.history },
        ]}
      />
    </>
  );
}

export function MetadataSkeleton() {
  return (
    <div className="grid max-w-3xl gap-6">
      <Card>
        <SkeletonText lines={3} label={texts.loading} />
      </Card>
      <Card>
        <SkeletonText lines={12} label={texts.loading} />
      </Card>
    </div>
  );
}
