import type { Metadata } from "next";
import { GatewayList } from "@/components/gateway/gateway-list";

interface Props {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Gateways of ${decodeURIComponent((await params).vc)}` };
}

export default async function VirtualClusterGatewaysPage({ params }: Props) {
  const { vc } = await params;
  return <GatewayList virtualCluster={decodeURIComponent(vc)} />;
}
