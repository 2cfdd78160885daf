import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { MetadataEditor } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";
import { MetadataHeader } from "@/components/metadata/header/metadata-header";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.metadataOf({ vc }));

export default async function MetadataPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return (
    <>
      <MetadataHeader owner={vc} />
      <MetadataEditor owner={vc} />
    </>
  );
}
