import type { Metadata } from "next";
import { ServiceDetails } from "@/components/service/service-details";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Service ${decodeURIComponent((await params).name)}` };
}

export default async function ServicePage({ params }: PageProps) {
  const { vc, name } = await params;
  return <ServiceDetails virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
