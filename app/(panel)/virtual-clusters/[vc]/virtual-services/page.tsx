import type { Metadata } from "next";
import { VirtualServiceListPage } from "@/components/virtual-service/virtual-service-list-page";

interface PageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Virtual Services of ${decodeURIComponent((await params).vc)}` };
}

export default async function VirtualServicesPage({ params }: PageProps) {
  return <VirtualServiceListPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
