import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { FindingsBoard } from "@/app/(panel)/contents/boards";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { findingsQuery } from "@/lib/client/overview";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.findings };

export default function FindingsPage(props: PageProps) {
  return (
    <>
      <PageHeader title={texts.findings} description={texts.findingsHelp} />
      <FirstData
        queries={[findingsQuery(), virtualClustersQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingFindings} rows={6} />}
      >
        <FindingsBoard />
      </FirstData>
    </>
  );
}
