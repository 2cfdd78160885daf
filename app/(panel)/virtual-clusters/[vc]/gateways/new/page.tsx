import type { Metadata } from "next";
import { NewGateway } from "@/components/gateway/new-gateway";

export const metadata: Metadata = { title: "New gateway" };

export default async function NewGatewayPage({ params }: { params: Promise<{ vc: string }> }) {
  const { vc } = await params;
  return <NewGateway virtualCluster={decodeURIComponent(vc)} />;
}
