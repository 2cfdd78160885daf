import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { AuditList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { auditQuery } from "@/lib/client/audit";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.audit };

export default function AuditPage(props: PageProps) {
  return (
    <>
      <PageHeader title={texts.audit} description={texts.auditHelp} />
      <FirstData
        queries={[auditQuery(), virtualClustersQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingAudit} rows={8} />}
      >
        <AuditList />
      </FirstData>
    </>
  );
}
