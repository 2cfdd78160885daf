import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { CleanupBoard } from "@/app/(panel)/contents/boards";
import { FirstData } from "@/app/(panel)/first-data";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";
import { pendingCleanupStates } from "@/lib/api/cleanup-task";
import { cleanupsQuery, someCleanupsQuery } from "@/lib/client/cleanups";

export const metadata: Metadata = { title: "Cleanups" };

export default function CleanupsPage(props: PageProps) {
  return (
    <>
      <PageHeader
        title="Cleanups"
        description="DNS records and Secrets of hosts that no gateway asks for any more, before they are removed and after."
      />
      <FirstData
        queries={[cleanupsQuery(pendingCleanupStates), someCleanupsQuery(["braked"])]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label="Loading cleanups" rows={4} />}
      >
        <CleanupBoard />
      </FirstData>
    </>
  );
}
