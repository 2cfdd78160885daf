import type { Metadata } from "next";
import { ApplicationDetailsPage } from "@/components/application/application-details-page";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Application ${decodeURIComponent((await params).name)}` };
}

export default async function ApplicationPage({ params }: PageProps) {
  const { vc, name } = await params;
  return <ApplicationDetailsPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
