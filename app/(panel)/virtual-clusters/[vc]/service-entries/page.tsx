import type { Metadata } from "next";
import { ServiceEntryListPage } from "@/components/service-entry/service-entry-list-page";

interface PageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Service Entries of ${decodeURIComponent((await params).vc)}` };
}

export default async function ServiceEntriesPage({ params }: PageProps) {
  return <ServiceEntryListPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
