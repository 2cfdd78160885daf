"use client";
import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonText } from "@/components/ui/skeleton";
import { metadataQuery } from "@/lib/client/virtual-clusters";

const MetadataForm = deferred(
  () => import("./metadata-form").then((module) => module.MetadataForm),
  MetadataSkeleton,
);

/** The page "Metadata" of a virtual cluster. */
export function MetadataEditor({ virtualCluster }: { virtualCluster: string }) {
  const query = useQuery(metadataQuery(virtualCluster));
  return (
    <>
      <PageHeader
        title="Metadata"
        description={`What ${virtualCluster} needs to reach the outside: the DNS provider and its key, and whatever else you keep with it.`}
      />
      {query.data ? (
        <MetadataForm virtualCluster={virtualCluster} entries={query.data.items} />
      ) : query.isError ? (
        <ErrorState
          title="The metadata could not be read"
          message={query.error.message}
          onRetry={() => void query.refetch()}
          retrying={query.isFetching}
        />
      ) : (
        <MetadataSkeleton />
      )}
    </>
  );
}

function MetadataSkeleton() {
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
