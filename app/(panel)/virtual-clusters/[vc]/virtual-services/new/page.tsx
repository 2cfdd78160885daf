import type { Metadata } from "next";
import { type PageProps, partsOf } from "@/app/(panel)/address";
import { VirtualServiceForm } from "@/app/(panel)/contents/forms";

export const metadata: Metadata = { title: "New virtual service" };

export default async function NewVirtualServicePage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return <VirtualServiceForm virtualCluster={vc} />;
}
