import type { Metadata } from "next";
import { ServiceDetailsPage } from "@/components/service/service-details-page";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Service ${decodeURIComponent((await params).name)}` };
}

export default async function ServicePage({ params }: PageProps) {
  const { vc, name } = await params;
  return <ServiceDetailsPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
