import type { Metadata } from "next";
import { type PageProps, partsOf } from "@/app/(panel)/address";
import { NewVersionForm } from "@/app/(panel)/contents/forms";
import { texts } from "@/app/texts";

export const metadata: Metadata = { title: texts.newApplication };

export default async function NewApplicationPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return <NewVersionForm virtualCluster={vc} />;
}
