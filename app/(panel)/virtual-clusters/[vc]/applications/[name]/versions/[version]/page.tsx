import type { Metadata } from "next";
import { VersionDetailsPage } from "@/components/application/version-details-page";

interface PageProps {
  params: Promise<{ vc: string; name: string; version: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Deployment ${decodeURIComponent((await params).version)}` };
}

export default async function VersionPage({ params }: PageProps) {
  const { vc, name, version } = await params;
  return (
    <VersionDetailsPage
      virtualCluster={decodeURIComponent(vc)}
      application={decodeURIComponent(name)}
      name={decodeURIComponent(version)}
    />
  );
}
