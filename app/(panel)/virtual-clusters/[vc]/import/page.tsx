import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { TransferBoard } from "@/app/(panel)/contents/tools";
import { PageHeader } from "@/components/ui/page-header";

export const generateMetadata = titledBy<"vc">(({ vc }) => `Import into ${vc}`);

export default async function VirtualClusterImportPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <>
      <PageHeader
        title="Import and export"
        description="Bring objects in as YAML, with a look at every change before it is made; or take a virtual cluster out."
      />
      <TransferBoard virtualCluster={vc} />
    </>
  );
}
