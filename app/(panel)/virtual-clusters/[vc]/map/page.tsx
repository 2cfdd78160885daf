import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { RoutesMapBoard } from "@/app/(panel)/contents/tools";
import { PageHeader } from "@/components/ui/page-header";

export const generateMetadata = titledBy<"vc">(({ vc }) => `Routes map of ${vc}`);

export default async function VirtualClusterMapPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <>
      <PageHeader
        title="Routes map"
        description="How requests find their way: from the host through gateway, virtual service and conditions to the pods."
      />
      <RoutesMapBoard virtualCluster={vc} />
    </>
  );
}
