import type { Metadata } from "next";
import { ServiceEntryList } from "@/components/service-entry/service-entry-list";

interface PageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Service Entries of ${decodeURIComponent((await params).vc)}` };
}

export default async function ServiceEntriesPage({ params }: PageProps) {
  return <ServiceEntryList virtualCluster={decodeURIComponent((await params).vc)} />;
}
