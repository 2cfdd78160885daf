import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { GatewayList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { listTexts } from "@/components/mesh-object/pages/list-texts";
import { someCleanupsQuery } from "@/lib/client/cleanups";
import { gatewaysQuery } from "@/lib/client/gateways";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.gatewaysIn({ vc }));

export default async function VirtualClusterGatewaysPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <FirstData
      queries={[gatewaysQuery({ virtualCluster: vc }), someCleanupsQuery()]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.gateways} description={listTexts.gateways} />}
    >
      <GatewayList virtualCluster={vc} />
    </FirstData>
  );
}
