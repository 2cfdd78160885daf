import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { DestinationRuleForm } from "@/app/(panel)/contents/forms";
import { FirstData } from "@/app/(panel)/first-data";
import { texts } from "@/app/texts";
import { meshObjectQuery } from "@/lib/client/mesh-objects";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => texts.edit({ name }));

export default async function EditDestinationRulePage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return (
    <FirstData queries={[meshObjectQuery("DestinationRule", vc, name)]} fallback={null}>
      <DestinationRuleForm virtualCluster={vc} name={name} />
    </FirstData>
  );
}
