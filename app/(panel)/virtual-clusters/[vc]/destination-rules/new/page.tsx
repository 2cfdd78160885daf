import type { Metadata } from "next";
import { DestinationRuleFormPage } from "@/components/destination-rule/destination-rule-form-page";

export const metadata: Metadata = { title: "New Destination Rule" };

export default async function NewDestinationRulePage({ params }: { params: Promise<{ vc: string }> }) {
  return <DestinationRuleFormPage virtualCluster={decodeURIComponent((await params).vc)} />;
}
