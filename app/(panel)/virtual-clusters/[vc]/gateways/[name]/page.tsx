import type { Metadata } from "next";
import { GatewayDetails } from "@/components/gateway/gateway-details";

interface Props {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function GatewayPage({ params }: Props) {
  const { vc, name } = await params;
  return <GatewayDetails virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
