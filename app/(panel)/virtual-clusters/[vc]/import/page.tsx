import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { TransferBoard } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";
import { PageHeader } from "@/components/ui/page-header";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.importInto({ vc }));

export default async function VirtualClusterImportPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <>
      <PageHeader title={texts.importExport} description={texts.importExportHelp} />
      <TransferBoard virtualCluster={vc} />
    </>
  );
}
