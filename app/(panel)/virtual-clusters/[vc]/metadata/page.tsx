import type { Metadata } from "next";
import { MetadataPage } from "@/components/metadata/metadata-page";

interface MetadataPageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: MetadataPageProps): Promise<Metadata> {
  return { title: `Metadata of ${decodeURIComponent((await params).vc)}` };
}

export default async function Page({ params }: MetadataPageProps) {
  return <MetadataPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
