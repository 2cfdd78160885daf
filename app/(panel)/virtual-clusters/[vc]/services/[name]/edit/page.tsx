import type { Metadata } from "next";
import { ServiceFormPage } from "@/components/service/service-form-page";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Edit Service ${decodeURIComponent((await params).name)}` };
}

export default async function EditServicePage({ params }: PageProps) {
  const { vc, name } = await params;
  return <ServiceFormPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
