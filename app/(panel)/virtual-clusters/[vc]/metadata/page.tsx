import type { Metadata } from "next";
import { MetadataEditor } from "@/components/metadata/metadata-editor";

interface MetadataPageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: MetadataPageProps): Promise<Metadata> {
  return { title: `Metadata of ${decodeURIComponent((await params).vc)}` };
}

export default async function MetadataPage({ params }: MetadataPageProps) {
  return <MetadataEditor virtualCluster={decodeURIComponent((await params).vc)} />;
}
