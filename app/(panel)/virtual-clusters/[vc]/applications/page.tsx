import type { Metadata } from "next";
import { ApplicationListPage } from "@/components/application/application-list-page";

interface PageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Applications of ${decodeURIComponent((await params).vc)}` };
}

export default async function ApplicationsPage({ params }: PageProps) {
  return <ApplicationListPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
