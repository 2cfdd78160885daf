import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { VersionDetails } from "@/app/(panel)/contents/details";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { deploymentQuery } from "@/lib/client/applications";

export const generateMetadata = titledBy<"vc" | "name" | "version">(({ version }) =>
  texts.deploymentNamed({ name: version }),
);

export default async function VersionPage(props: PageProps<"vc" | "name" | "version">) {
  const { vc, name, version } = await partsOf(props);
  return (
    <FirstData
      queries={[deploymentQuery(vc, version)]}
      fallback={<DetailsPlaceholder what={texts.deployment} virtualCluster={vc} name={version} />}
    >
      <VersionDetails virtualCluster={vc} application={name} name={version} />
    </FirstData>
  );
}
