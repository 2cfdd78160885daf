import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { DestinationRuleList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { destinationRuleDescription } from "@/components/mesh-object/pages/kind-pages";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.destinationRulesIn({ vc }));

export default async function VirtualClusterDestinationRulesPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <FirstData
      queries={[meshObjectsQuery("DestinationRule", { virtualCluster: vc })]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.destinationRules} description={destinationRuleDescription} />}
    >
      <DestinationRuleList virtualCluster={vc} />
    </FirstData>
  );
}
