import type { Metadata } from "next";
import { GatewayDetailsPage } from "@/components/gateway/gateway-details-page";

interface Props {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function GatewayPage({ params }: Props) {
  const { vc, name } = await params;
  return <GatewayDetailsPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
