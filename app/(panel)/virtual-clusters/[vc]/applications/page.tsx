import type { Metadata } from "next";
import { ApplicationList } from "@/components/application/application-list";

interface PageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Applications of ${decodeURIComponent((await params).vc)}` };
}

export default async function ApplicationsPage({ params }: PageProps) {
  return <ApplicationList virtualCluster={decodeURIComponent((await params).vc)} />;
}
