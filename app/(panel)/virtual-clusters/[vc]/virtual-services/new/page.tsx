import type { Metadata } from "next";
import { VirtualServiceFormPage } from "@/components/virtual-service/virtual-service-form-page";

export const metadata: Metadata = { title: "New Virtual Service" };

export default async function NewVirtualServicePage({ params }: { params: Promise<{ vc: string }> }) {
  return <VirtualServiceFormPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
