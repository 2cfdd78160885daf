import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { ServiceEntryList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { serviceEntryDescription } from "@/components/mesh-object/pages/kind-pages";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.serviceEntriesIn({ vc }));

export default async function VirtualClusterServiceEntriesPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <FirstData
      queries={[meshObjectsQuery("ServiceEntry", { virtualCluster: vc })]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.serviceEntries} description={serviceEntryDescription} />}
    >
      <ServiceEntryList virtualCluster={vc} />
    </FirstData>
  );
}
