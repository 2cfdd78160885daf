import type { Metadata } from "next";
import { ServiceListPage } from "@/components/service/service-list-page";

interface PageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Services of ${decodeURIComponent((await params).vc)}` };
}

export default async function ServicesPage({ params }: PageProps) {
  return <ServiceListPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
