import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { CleanupBoard } from "@/app/(panel)/contents/boards";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { pendingCleanupStates } from "@/lib/api/cleanup-task";
import { cleanupsQuery, someCleanupsQuery } from "@/lib/client/cleanups";

export const metadata: Metadata = { title: texts.cleanups };

export default function CleanupsPage(props: PageProps) {
  return (
    <>
      <PageHeader title={texts.cleanups} description={texts.cleanupsHelp} />
      <FirstData
        queries={[cleanupsQuery(pendingCleanupStates), someCleanupsQuery(["braked"])]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingCleanups} rows={4} />}
      >
        <CleanupBoard />
      </FirstData>
    </>
  );
}
