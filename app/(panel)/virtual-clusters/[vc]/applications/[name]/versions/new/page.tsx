import type { Metadata } from "next";
import { NewVersionPage } from "@/components/application/new-version-page";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `New version of ${decodeURIComponent((await params).name)}` };
}

export default async function NewApplicationVersionPage({ params }: PageProps) {
  const { vc, name } = await params;
  return <NewVersionPage virtualCluster={decodeURIComponent(vc)} application={decodeURIComponent(name)} />;
}
