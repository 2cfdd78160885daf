import type { Metadata } from "next";
import { NewVersionPage } from "@/components/application/new-version-page";

export const metadata: Metadata = { title: "New Application" };

export default async function NewApplicationPage({ params }: { params: Promise<{ vc: string }> }) {
  return <NewVersionPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
