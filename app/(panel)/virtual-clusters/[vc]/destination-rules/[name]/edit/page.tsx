import type { Metadata } from "next";
import { DestinationRuleFormPage } from "@/components/destination-rule/destination-rule-form-page";

interface PageProps {
  params: Promise<{ vc: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Edit Destination Rule ${decodeURIComponent((await params).name)}` };
}

export default async function EditDestinationRulePage({ params }: PageProps) {
  const { vc, name } = await params;
  return <DestinationRuleFormPage virtualCluster={decodeURIComponent(vc)} name={decodeURIComponent(name)} />;
}
