import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { NewVersionForm } from "@/app/(panel)/contents/forms";
import { texts } from "@/app/texts";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => texts.newVersionOf({ name }));

export default async function NewVersionPage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return <NewVersionForm virtualCluster={vc} application={name} />;
}
