import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { RoutesMapBoard } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";
import { PageHeader } from "@/components/ui/page-header";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.routesMapOf({ vc }));

export default async function VirtualClusterMapPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <>
      <PageHeader title={texts.routesMap} description={texts.routesMapHelp} />
      <RoutesMapBoard virtualCluster={vc} />
    </>
  );
}
