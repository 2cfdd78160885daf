import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { GatewayForm } from "@/app/(panel)/contents/forms";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { gatewayQuery } from "@/lib/client/gateways";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => texts.edit({ name }));

export default async function EditGatewayPage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData queries={[gatewayQuery(vc, name)]} fallback={null}>
      <GatewayForm virtualCluster={vc} name={name} />
    </FirstData>
  );
}
