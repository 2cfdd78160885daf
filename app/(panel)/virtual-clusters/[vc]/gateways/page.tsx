import type { Metadata } from "next";
import { GatewayListPage } from "@/components/gateway/gateway-list-page";

interface Props {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Gateways of ${decodeURIComponent((await params).vc)}` };
}

export default async function VirtualClusterGatewaysPage({ params }: Props) {
  const { vc } = await params;
  return <GatewayListPage virtualCluster={decodeURIComponent(vc)} />;
}
