import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { VirtualClusterList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { PageHeader } from "@/components/ui/page-header";
import { ListSkeleton } from "@/components/ui/skeleton";
import { statusQuery } from "@/lib/client/activity";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: "Virtual clusters" };

export default function VirtualClustersPage(props: PageProps) {
  return (
    <>
      <PageHeader
        title="Virtual clusters"
        description="Namespaces whose gateways Lamia takes to the real world. New ones appear by themselves."
      />
      <FirstData
        queries={[virtualClustersQuery({ show: "managed", q: "" }), statusQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label="Loading virtual clusters" rows={4} />}
      >
        <VirtualClusterList />
      </FirstData>
    </>
  );
}
