import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { DestinationRuleDetails } from "@/app/(panel)/contents/details";
import { FirstData } from "@/app/(panel)/first-data";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { gatewaysQuery } from "@/lib/client/gateways";
import { meshObjectQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => `Destination Rule ${name}`);

export default async function DestinationRulePage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData
      queries={[meshObjectQuery("DestinationRule", vc, name), gatewaysQuery({ virtualCluster: vc })]}
      fallback={<DetailsPlaceholder what="Destination rule" virtualCluster={vc} name={name} />}
    >
      <DestinationRuleDetails virtualCluster={vc} name={name} />
    </FirstData>
  );
}
