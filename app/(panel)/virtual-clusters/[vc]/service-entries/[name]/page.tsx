import type { Metadata } from "next";
import { ServiceEntryDetailsPage } from "@/components/service-entry/service-entry-details-page";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Service Entry ${decodeURIComponent((await params).name)}` };
}

export default async function ServiceEntryPage({ params }: PageProps) {
  const { vc, name } = await params;
  return <ServiceEntryDetailsPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
