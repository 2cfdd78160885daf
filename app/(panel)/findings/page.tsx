import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { FindingsBoard } from "@/app/(panel)/contents/boards";
import { FirstData } from "@/app/(panel)/first-data";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";
import { findingsQuery } from "@/lib/client/overview";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: "Findings" };

export default function FindingsPage(props: PageProps) {
  return (
    <>
      <PageHeader
        title="Findings"
        description="What is wrong or worth knowing across all objects, checked anew at every change."
      />
      <FirstData
        queries={[findingsQuery(), virtualClustersQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label="Loading findings" rows={6} />}
      >
        <FindingsBoard />
      </FirstData>
    </>
  );
}
