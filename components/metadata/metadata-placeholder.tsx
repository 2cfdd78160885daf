import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonText } from "@/components/ui/skeleton";
import type { MetadataOwner } from "@/lib/client/metadata";
import { MigrationButton } from "./cert-manager/migration-button";
import { texts } from "./texts";

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
