import type { Metadata } from "next";
import { type PageProps, partsOf } from "@/app/(panel)/address";
import { DestinationRuleForm } from "@/app/(panel)/contents/forms";
import { texts } from "@/app/texts";

export const metadata: Metadata = { title: texts.newDestinationRule };

export default async function NewDestinationRulePage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return <DestinationRuleForm virtualCluster={vc} />;
}
