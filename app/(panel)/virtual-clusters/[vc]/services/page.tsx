import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { ServiceList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { serviceDescription } from "@/components/mesh-object/pages/kind-pages";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.servicesIn({ vc }));

export default async function VirtualClusterServicesPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <FirstData
      queries={[meshObjectsQuery("Service", { virtualCluster: vc })]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.services} description={serviceDescription} />}
    >
      <ServiceList virtualCluster={vc} />
    </FirstData>
  );
}
