import type { Metadata } from "next";
import { EditGatewayPage } from "@/components/gateway/edit-gateway-page";

interface Props {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Edit ${decodeURIComponent((await params).name)}` };
}

export default async function Page({ params }: Props) {
  const { vc, name } = await params;
  return <EditGatewayPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
