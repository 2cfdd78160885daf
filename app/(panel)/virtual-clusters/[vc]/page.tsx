import type { Metadata } from "next";
import { VirtualClusterDetails } from "@/components/virtual-cluster/virtual-cluster-details";

interface VirtualClusterPageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: VirtualClusterPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).vc) };
}

export default async function VirtualClusterPage({ params }: VirtualClusterPageProps) {
  return <VirtualClusterDetails name={decodeURIComponent((await params).vc)} />;
}
