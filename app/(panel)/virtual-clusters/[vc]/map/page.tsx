import type { Metadata } from "next";
import { RoutesMapPage } from "@/components/map/routes-map-page";

interface Props {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Routes map of ${decodeURIComponent((await params).vc)}` };
}

export default async function VirtualClusterMapPage({ params }: Props) {
  const { vc } = await params;
  return <RoutesMapPage virtualCluster={decodeURIComponent(vc)} />;
}
