import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { MetadataHistory } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";
import { MetadataHeader } from "@/components/metadata/header/metadata-header";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.metadataHistoryOf({ vc }));

export default async function MetadataHistoryPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <>
      <MetadataHeader owner={vc} view="history" />
      <MetadataHistory virtualCluster={vc} />
    </>
  );
}
