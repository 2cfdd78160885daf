import type { Metadata } from "next";
import { type PageProps, partsOf } from "@/app/(panel)/address";
import { ServiceEntryForm } from "@/app/(panel)/contents/forms";
import { texts } from "@/app/texts";

export const metadata: Metadata = { title: texts.newServiceEntry };

export default async function NewServiceEntryPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return <ServiceEntryForm virtualCluster={vc} />;
}
