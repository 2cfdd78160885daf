import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { ServiceDetails } from "@/app/(panel)/contents/details";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { applicationsQuery } from "@/lib/client/applications";
import { gatewaysQuery } from "@/lib/client/gateways";
import { meshObjectQuery, meshObjectsQuery, usesQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => texts.serviceNamed({ name }));

export default async function ServicePage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData
      queries={[
        meshObjectQuery("Service", vc, name),
        gatewaysQuery({ virtualCluster: vc }),
        meshObjectsQuery("Service", { virtualCluster: vc }),
        usesQuery("DestinationRule", name, vc),
        usesQuery("VirtualService", name, vc),
        applicationsQuery({ virtualCluster: vc }),
      ]}
      fallback={<DetailsPlaceholder what={texts.service} virtualCluster={vc} name={name} />}
    >
      <ServiceDetails virtualCluster={vc} name={name} />
    </FirstData>
  );
}
