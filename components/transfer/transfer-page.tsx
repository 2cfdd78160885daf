"use client";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

const TransferBoard = deferred(
  () => import("./transfer-board").then((module) => module.TransferBoard),
  () => <Skeleton className="h-96 w-full rounded-xl" />,
);

/** The page "Import"; editor and preview are fetched once the page is awake. */
export function TransferPage({ virtualCluster }: { virtualCluster?: string }) {
  return (
    <>
      <PageHeader
        title="Import and export"
        description="Bring objects in as YAML, with a look at every change before it is made; or take a virtual cluster out."
      />
      <TransferBoard {...(virtualCluster === undefined ? {} : { virtualCluster })} />
    </>
  );
}
