import type { Metadata } from "next";
import { DestinationRuleListPage } from "@/components/destination-rule/destination-rule-list-page";

interface PageProps {
  params: Promise<{ vc: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Destination Rules of ${decodeURIComponent((await params).vc)}` };
}

export default async function DestinationRulesPage({ params }: PageProps) {
  return <DestinationRuleListPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
