import type { Metadata } from "next";
import { ServiceFormPage } from "@/components/service/service-form-page";

export const metadata: Metadata = { title: "New Service" };

export default async function NewServicePage({ params }: { params: Promise<{ vc: string }> }) {
  return <ServiceFormPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
