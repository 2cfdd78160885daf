import type { Metadata } from "next";
import { DestinationRuleDetailsPage } from "@/components/destination-rule/destination-rule-details-page";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Destination Rule ${decodeURIComponent((await params).name)}` };
}

export default async function DestinationRulePage({ params }: PageProps) {
  const { vc, name } = await params;
  return (
    <DestinationRuleDetailsPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />
  );
}
