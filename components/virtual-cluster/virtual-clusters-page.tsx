"use client";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";

const VirtualClusterList = deferred(
  () => import("./virtual-cluster-list").then((module) => module.VirtualClusterList),
  () => <ListSkeleton label="Loading virtual clusters" rows={4} />,
);

/** The page "Virtual Clusters"; its list is fetched once the page is awake. */
export function VirtualClustersPage() {
  return (
    <>
      <PageHeader
        title="Virtual Clusters"
        description="Namespaces whose gateways Lamia takes to the real world. New ones appear by themselves."
      />
      <VirtualClusterList />
    </>
  );
}
