"use client";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton, SkeletonText } from "@/components/ui/skeleton";
import type { MetadataOwner } from "@/lib/client/metadata";
import { texts } from "./texts";

const MigrationButton = deferred(
  () => import("./migration-button").then((module) => module.MigrationButton),
  () => <Skeleton className="h-8 w-56" />,
);

export function MetadataHeader({ owner }: { owner: MetadataOwner }) {
  return owner === null ? (
    <PageHeader title={texts.settings} description={texts.settingsHelp} />
  ) : (
    <PageHeader
      title={texts.metadata}
      description={texts.metadataHelp({ virtualCluster: owner })}
      actions={<MigrationButton virtualCluster={owner} />}
    />
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
