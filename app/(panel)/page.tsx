import type { Metadata } from "next";
import { OverviewBoard } from "@/app/(panel)/contents/boards";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { OverviewSkeleton } from "@/components/overview/overview-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { eventsQuery, statusQuery } from "@/lib/client/activity";
import { someCleanupsQuery } from "@/lib/client/cleanups";
import { overviewQuery } from "@/lib/client/overview";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.overview };

export default function OverviewPage() {
  return (
    <>
      <PageHeader title={texts.overview} description={texts.overviewHelp} />
      <FirstData
        queries={[overviewQuery(), someCleanupsQuery(), eventsQuery(), statusQuery(), virtualClustersQuery()]}
        fallback={<OverviewSkeleton />}
      >
        <OverviewBoard />
      </FirstData>
    </>
  );
}
