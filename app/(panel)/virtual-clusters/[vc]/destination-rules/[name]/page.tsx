import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { DestinationRuleDetails } from "@/app/(panel)/contents/details";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { gatewaysQuery } from "@/lib/client/gateways";
import { meshObjectQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => texts.destinationRuleNamed({ name }));

export default async function DestinationRulePage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData
      queries={[meshObjectQuery("DestinationRule", vc, name), gatewaysQuery({ virtualCluster: vc })]}
      fallback={<DetailsPlaceholder what={texts.destinationRule} virtualCluster={vc} name={name} />}
    >
      <DestinationRuleDetails virtualCluster={vc} name={name} />
    </FirstData>
  );
}
