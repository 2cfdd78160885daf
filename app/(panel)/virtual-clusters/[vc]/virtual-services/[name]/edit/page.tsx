import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { VirtualServiceForm } from "@/app/(panel)/contents/forms";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { meshObjectQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => texts.edit({ name }));

export default async function EditVirtualServicePage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData queries={[meshObjectQuery("VirtualService", vc, name)]} fallback={null}>
      <VirtualServiceForm virtualCluster={vc} name={name} />
    </FirstData>
  );
}
