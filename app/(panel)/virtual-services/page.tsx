import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { VirtualServiceList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { virtualServiceDescription } from "@/components/mesh-object/pages/kind-pages";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.virtualServices };

export default function VirtualServicesPage(props: PageProps) {
  return (
    <FirstData
      queries={[meshObjectsQuery("VirtualService"), virtualClustersQuery()]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.virtualServices} description={virtualServiceDescription} />}
    >
      <VirtualServiceList />
    </FirstData>
  );
}
