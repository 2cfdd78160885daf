import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { DestinationRuleList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { destinationRuleDescription } from "@/components/mesh-object/pages/kind-pages";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.destinationRules };

export default function DestinationRulesPage(props: PageProps) {
  return (
    <FirstData
      queries={[meshObjectsQuery("DestinationRule"), virtualClustersQuery()]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.destinationRules} description={destinationRuleDescription} />}
    >
      <DestinationRuleList />
    </FirstData>
  );
}
