import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { MetadataEditor } from "@/app/(panel)/contents/tools";
import { texts } from "@/app/texts";

export const generateMetadata = titledBy<"vc">(({ vc }) => texts.metadataOf({ vc }));

export default async function MetadataPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return <MetadataEditor owner={vc} />;
}
