import type { Metadata } from "next";
import { VirtualServiceDetailsPage } from "@/components/virtual-service/virtual-service-details-page";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Virtual Service ${decodeURIComponent((await params).name)}` };
}

export default async function VirtualServicePage({ params }: PageProps) {
  const { vc, name } = await params;
  return (
    <VirtualServiceDetailsPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />
  );
}
