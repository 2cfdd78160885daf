import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { ServiceEntryDetails } from "@/app/(panel)/contents/details";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { meshObjectQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => texts.serviceEntryNamed({ name }));

export default async function ServiceEntryPage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData
      queries={[meshObjectQuery("ServiceEntry", vc, name)]}
      fallback={<DetailsPlaceholder what={texts.serviceEntry} virtualCluster={vc} name={name} />}
    >
      <ServiceEntryDetails virtualCluster={vc} name={name} />
    </FirstData>
  );
}
