import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { VirtualClusterList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListSkeleton } from "@/components/ui/list-skeleton";
import { PageHeader } from "@/components/ui/page-header";
import { statusQuery } from "@/lib/client/activity";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.virtualClusters };

export default function VirtualClustersPage(props: PageProps) {
  return (
    <>
      <PageHeader title={texts.virtualClusters} description={texts.virtualClustersHelp} />
      <FirstData
        queries={[virtualClustersQuery({ show: "managed", q: "" }), statusQuery()]}
        searchParams={props.searchParams}
        fallback={<ListSkeleton label={texts.loadingVirtualClusters} rows={4} />}
      >
        <VirtualClusterList />
      </FirstData>
    </>
  );
}
