import type { Metadata } from "next";
import { type PageProps, partsOf } from "@/app/(panel)/address";
import { ServiceForm } from "@/app/(panel)/contents/forms";
import { texts } from "@/app/texts";

export const metadata: Metadata = { title: texts.newService };

export default async function NewServicePage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return <ServiceForm virtualCluster={vc} />;
}
