import type { Metadata } from "next";
import { ServiceEntryDetails } from "@/components/service-entry/service-entry-details";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Service Entry ${decodeURIComponent((await params).name)}` };
}

export default async function ServiceEntryPage({ params }: PageProps) {
  const { vc, name } = await params;
  return <ServiceEntryDetails virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
