import type { Metadata } from "next";
import type { PageProps } from "@/app/(panel)/address";
import { GatewayList } from "@/app/(panel)/contents/lists";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { ListPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { listTexts } from "@/components/mesh-object/pages/list-texts";
import { someCleanupsQuery } from "@/lib/client/cleanups";
import { gatewaysQuery } from "@/lib/client/gateways";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

export const metadata: Metadata = { title: texts.gateways };

export default function GatewaysPage(props: PageProps) {
  return (
    <FirstData
      queries={[gatewaysQuery(), virtualClustersQuery(), someCleanupsQuery()]}
      searchParams={props.searchParams}
      fallback={<ListPlaceholder title={texts.gateways} description={listTexts.gateways} />}
    >
      <GatewayList />
    </FirstData>
  );
}
