import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { ApplicationDetails } from "@/app/(panel)/contents/details";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { applicationQuery } from "@/lib/client/applications";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => texts.applicationNamed({ name }));

export default async function ApplicationPage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData
      queries={[applicationQuery(vc, name)]}
      fallback={<DetailsPlaceholder what={texts.application} virtualCluster={vc} name={name} />}
    >
      <ApplicationDetails virtualCluster={vc} name={name} />
    </FirstData>
  );
}
