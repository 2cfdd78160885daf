"use client";
import { useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonText } from "@/components/ui/skeleton";
import type { MetadataOwner } from "@/lib/client/metadata";
import { texts } from "./texts";

const MigrationDialog = deferred(
  () =>
    import("@/components/metadata/cert-manager/migration-dialog").then((module) => module.MigrationDialog),
  () => null,
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

/** Opens the migration from cert-manager. */
function MigrationButton({ virtualCluster }: { virtualCluster: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <AllowedButton needs={["admin", virtualCluster]} onClick={() => setIsOpen(true)}>
        {texts.migrate}
      </AllowedButton>
      {isOpen ? <MigrationDialog virtualCluster={virtualCluster} onClose={() => setIsOpen(false)} /> : null}
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
