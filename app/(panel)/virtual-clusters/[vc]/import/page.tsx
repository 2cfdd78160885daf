import type { Metadata } from "next";
import { TransferPage } from "@/components/transfer/transfer-page";

interface Props {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Import into ${decodeURIComponent((await params).vc)}` };
}

export default async function VirtualClusterImportPage({ params }: Props) {
  const { vc } = await params;
  return <TransferPage virtualCluster={decodeURIComponent(vc)} />;
}
