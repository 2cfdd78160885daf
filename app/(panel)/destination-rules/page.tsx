import type { Metadata } from "next";
import { DestinationRuleListPage } from "@/components/destination-rule/destination-rule-list-page";

export const metadata: Metadata = { title: "Destination Rules" };

export default function DestinationRulesPage() {
  return <DestinationRuleListPage />;
}
