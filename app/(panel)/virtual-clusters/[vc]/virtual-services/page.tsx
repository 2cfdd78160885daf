import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { VirtualServiceList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { virtualServiceDescription } from "@/components/mesh-object/pages/kind-pages";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.virtualServicesIn({ vc }));

export default async function VirtualClusterVirtualServicesPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <FirstData
      queries={[meshObjectsQuery("VirtualService", { virtualCluster: vc })]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.virtualServices} description={virtualServiceDescription} />}
    >
      <VirtualServiceList virtualCluster={vc} />
    </FirstData>
  );
}
