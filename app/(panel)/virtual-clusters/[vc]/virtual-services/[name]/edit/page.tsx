import type { Metadata } from "next";
import { VirtualServiceFormPage } from "@/components/virtual-service/virtual-service-form-page";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Edit Virtual Service ${decodeURIComponent((await params).name)}` };
}

export default async function EditVirtualServicePage({ params }: PageProps) {
  const { vc, name } = await params;
  return <VirtualServiceFormPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
