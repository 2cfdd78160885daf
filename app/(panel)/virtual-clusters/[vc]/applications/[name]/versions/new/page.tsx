import { type PageProps, partsOf, titledBy } from "@/app/(panel)/address";
import { NewVersionForm } from "@/app/(panel)/contents/forms";

export const generateMetadata = titledBy<"vc" | "name">(({ name }) => `New version of ${name}`);

export default async function NewVersionPage(props: PageProps<"vc" | "name">) {
  const { vc, name } = await partsOf(props);
  return <NewVersionForm virtualCluster={vc} application={name} />;
}
