"use client";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";

const RoutesMapBoard = deferred(
  () => import("./routes-map-board").then((module) => module.RoutesMapBoard),
  () => (
    <>
      <Skeleton className="h-8 w-56 max-sm:h-10 max-sm:w-full" />
      <Card flush>
        <SkeletonRows rows={8} label="Loading the map" />
      </Card>
    </>
  ),
);

/** The page "Routes map" of a virtual cluster, or of all; the map is fetched once the page is awake. */
export function RoutesMapPage({ virtualCluster }: { virtualCluster?: string }) {
  return (
    <>
      <PageHeader
        title="Routes map"
        description="How requests find their way: from the host through gateway, virtual service and conditions to the pods."
      />
      <RoutesMapBoard {...(virtualCluster === undefined ? {} : { virtualCluster })} />
    </>
  );
}
