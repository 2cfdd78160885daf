import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { ApplicationDetails } from "@/app/(panel)/contents/details";
import { FirstData } from "@/app/(panel)/first-data";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { applicationQuery } from "@/lib/client/applications";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => `Application ${name}`);

export default async function ApplicationPage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData
      queries={[applicationQuery(vc, name)]}
      fallback={<DetailsPlaceholder what="Application" virtualCluster={vc} name={name} />}
    >
      <ApplicationDetails virtualCluster={vc} name={name} />
    </FirstData>
  );
}
