import type { Metadata } from "next";
import { EditVersionPage } from "@/components/application/edit-version-page";

interface PageProps {
  params: Promise<{ vc: string; name: string; version: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Edit Deployment ${decodeURIComponent((await params).version)}` };
}

export default async function EditDeploymentPage({ params }: PageProps) {
  const { vc, version } = await params;
  return <EditVersionPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(version)} />;
}
