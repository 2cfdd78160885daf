import type { Metadata } from "next";
import { DestinationRuleList } from "@/components/destination-rule/destination-rule-list";

export const metadata: Metadata = { title: "Destination Rules" };

export default function DestinationRulesPage() {
  return <DestinationRuleList />;
}
