"use client";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";

const CleanupBoard = deferred(
  () => import("./cleanup-board").then((module) => module.CleanupBoard),
  () => <ListSkeleton label="Loading cleanups" rows={4} />,
);

/** The page "Cleanups"; its list is fetched once the page is awake. */
export function CleanupsPage() {
  return (
    <>
      <PageHeader
        title="Cleanups"
        description="DNS records and Secrets of hosts that no gateway asks for any more, before they are removed and after."
      />
      <CleanupBoard />
    </>
  );
}
