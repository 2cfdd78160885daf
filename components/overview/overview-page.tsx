"use client";
import { deferred } from "@/components/ui/deferred";
import { PageHeader } from "@/components/ui/page-header";
import { OverviewSkeleton } from "./overview-skeleton";

const OverviewBoard = deferred(
  () => import("./overview-board").then((module) => module.OverviewBoard),
  OverviewSkeleton,
);

/** The first page; what stands on it is fetched once the page is awake. */
export function OverviewPage() {
  return (
    <>
      <PageHeader
        title="Overview"
        description="How the cluster's gateways, certificates and Istio stand now."
      />
      <OverviewBoard />
    </>
  );
}
