import type { Metadata } from "next";
import { type PageProps, partsOf } from "@/app/(panel)/address";
import { VirtualServiceForm } from "@/app/(panel)/contents/forms";
import { texts } from "@/app/texts";

export const metadata: Metadata = { title: texts.newVirtualService };

export default async function NewVirtualServicePage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return <VirtualServiceForm virtualCluster={vc} />;
}
