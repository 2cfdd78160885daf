import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { ServiceForm } from "@/app/(panel)/contents/forms";
import { FirstData } from "@/app/(panel)/first-data";
import { meshObjectQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => `Edit Service ${name}`);

export default async function EditServicePage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData queries={[meshObjectQuery("Service", vc, name)]} fallback={null}>
      <ServiceForm virtualCluster={vc} name={name} />
    </FirstData>
  );
}
