import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { GatewayForm } from "@/app/(panel)/contents/forms";
import { FirstData } from "@/app/(panel)/first-data";
import { gatewayQuery } from "@/lib/client/gateways";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => `Edit ${name}`);

export default async function EditGatewayPage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData queries={[gatewayQuery(vc, name)]} fallback={null}>
      <GatewayForm virtualCluster={vc} name={name} />
    </FirstData>
  );
}
