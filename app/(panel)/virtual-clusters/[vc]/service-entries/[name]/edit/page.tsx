import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { ServiceEntryForm } from "@/app/(panel)/contents/forms";
import { FirstData } from "@/app/(panel)/first-data";
import { meshObjectQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => `Edit Service Entry ${name}`);

export default async function EditServiceEntryPage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData queries={[meshObjectQuery("ServiceEntry", vc, name)]} fallback={null}>
      <ServiceEntryForm virtualCluster={vc} name={name} />
    </FirstData>
  );
}
