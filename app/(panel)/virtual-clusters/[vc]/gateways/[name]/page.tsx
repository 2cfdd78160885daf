import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { GatewayDetails } from "@/app/(panel)/contents/details";
import { FirstData } from "@/app/(panel)/first-data";
import { GatewayDetailsSkeleton } from "@/components/gateway/gateway-details-skeleton";
import { eventsQuery } from "@/lib/client/activity";
import { gatewayQuery } from "@/lib/client/gateways";
import { wildcardsQuery } from "@/lib/client/wildcards";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => name);

export default async function GatewayPage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData
      queries={[
        gatewayQuery(vc, name),
        wildcardsQuery(vc, name),
        eventsQuery({ virtualCluster: vc, gateway: name }),
      ]}
      fallback={<GatewayDetailsSkeleton name={name} />}
    >
      <GatewayDetails virtualCluster={vc} name={name} />
    </FirstData>
  );
}
