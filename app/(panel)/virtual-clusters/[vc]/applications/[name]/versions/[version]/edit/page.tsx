import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { EditVersionForm } from "@/app/(panel)/contents/forms";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { deploymentQuery } from "@/lib/client/applications";

export const generateMetadata = titledBy<"vc" | "name" | "version">(({ version }) =>
  texts.edit({ name: version }),
);

export default async function EditVersionPage(props: PageProps<"vc" | "version">) {
  const { vc, version } = await partsOf(props);
  return (
    <FirstData queries={[deploymentQuery(vc, version)]} fallback={null}>
      <EditVersionForm virtualCluster={vc} name={version} />
    </FirstData>
  );
}
