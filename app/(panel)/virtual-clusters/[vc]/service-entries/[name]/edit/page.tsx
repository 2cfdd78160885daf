import type { Metadata } from "next";
import { ServiceEntryFormPage } from "@/components/service-entry/service-entry-form-page";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Edit Service Entry ${decodeURIComponent((await params).name)}` };
}

export default async function EditServiceEntryPage({ params }: PageProps) {
  const { vc, name } = await params;
  return <ServiceEntryFormPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
