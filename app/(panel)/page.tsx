import type { Metadata } from "next";
import { OverviewBoard } from "@/app/(panel)/contents/boards";
import { FirstData } from "@/app/(panel)/first-data";
import { OverviewSkeleton } from "@/components/overview/overview-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { eventsQuery, statusQuery } from "@/lib/client/activity";
import { someCleanupsQuery } from "@/lib/client/cleanups";
import { overviewQuery } from "@/lib/client/overview";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: "Overview" };

export default function OverviewPage() {
  return (
    <>
      <PageHeader
        title="Overview"
        description="How the cluster's gateways, certificates and Istio stand now."
      />
      <FirstData
        queries={[overviewQuery(), someCleanupsQuery(), eventsQuery(), statusQuery(), virtualClustersQuery()]}
        fallback={<OverviewSkeleton />}
      >
        <OverviewBoard />
      </FirstData>
    </>
  );
}
