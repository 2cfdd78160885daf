import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { VirtualServiceDetails } from "@/app/(panel)/contents/details";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { meshObjectQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => texts.virtualServiceNamed({ name }));

export default async function VirtualServicePage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData
      queries={[meshObjectQuery("VirtualService", vc, name)]}
      fallback={<DetailsPlaceholder what={texts.virtualService} virtualCluster={vc} name={name} />}
    >
      <VirtualServiceDetails virtualCluster={vc} name={name} />
    </FirstData>
  );
}
