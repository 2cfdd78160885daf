import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { ApplicationList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { listTexts } from "@/components/mesh-object/pages/list-texts";
import { applicationsQuery } from "@/lib/client/applications";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.applicationsIn({ vc }));

export default async function VirtualClusterApplicationsPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <FirstData
      queries={[applicationsQuery({ virtualCluster: vc })]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.applications} description={listTexts.applications} />}
    >
      <ApplicationList virtualCluster={vc} />
    </FirstData>
  );
}
