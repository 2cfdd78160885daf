import type { Metadata } from "next";
import { VirtualServiceDetails } from "@/components/virtual-service/virtual-service-details";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Virtual Service ${decodeURIComponent((await params).name)}` };
}

export default async function VirtualServicePage({ params }: PageProps) {
  const { vc, name } = await params;
  return <VirtualServiceDetails virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
