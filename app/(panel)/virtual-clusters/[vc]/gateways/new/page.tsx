import type { Metadata } from "next";
import { type PageProps, partsOf } from "@/app/(panel)/address";
import { GatewayForm } from "@/app/(panel)/contents/forms";
import { texts } from "@/app/texts";

export const metadata: Metadata = { title: texts.newGateway };

export default async function NewGatewayPage(props: PageProps<"vc">) {
  const { vc } = await partsOf(props);
  return <GatewayForm virtualCluster={vc} />;
}
