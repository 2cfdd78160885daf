import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonText } from "@/components/ui/skeleton";

export function MetadataHeader({ virtualCluster }: { virtualCluster: string }) {
  return (
    <PageHeader
      title="Metadata"
      description={`What ${virtualCluster} needs to reach the outside: the DNS provider and its key, and whatever else you keep with it.`}
    />
  );
}

export function MetadataSkeleton() {
  return (
    <div className="grid max-w-3xl gap-6">
      <Card>
        <SkeletonText lines={3} label="Loading metadata" />
      </Card>
      <Card>
        <SkeletonText lines={12} label="Loading metadata" />
      </Card>
    </div>
  );
}
