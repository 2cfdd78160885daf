import type { Metadata } from "next";
import { ServiceEntryFormPage } from "@/components/service-entry/service-entry-form-page";

export const metadata: Metadata = { title: "New Service Entry" };

export default async function NewServiceEntryPage({ params }: { params: Promise<{ vc: string }> }) {
  return <ServiceEntryFormPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
