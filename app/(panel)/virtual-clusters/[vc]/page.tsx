import type { Metadata } from "next";
import { VirtualClusterPage } from "@/components/virtual-cluster/virtual-cluster-page";

interface PageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).vc) };
}

export default async function Page({ params }: PageProps) {
  return <VirtualClusterPage name={decodeURIComponent((await params).vc)} />;
}
