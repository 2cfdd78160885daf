import type { Metadata } from "next";
import { VirtualServiceList } from "@/components/virtual-service/virtual-service-list";

interface PageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Virtual Services of ${decodeURIComponent((await params).vc)}` };
}

export default async function VirtualServicesPage({ params }: PageProps) {
  return <VirtualServiceList virtualCluster={decodeURIComponent((await params).vc)} />;
}
