"use client";
import { destinationRuleDescription } from "@/components/mesh-object/descriptions";
import { ListPlaceholder } from "@/components/mesh-object/list-placeholder";
import { deferred } from "@/components/ui/deferred";

const DestinationRuleList = deferred(
  () => import("./destination-rule-list").then((module) => module.DestinationRuleList),
  () => <ListPlaceholder title="Destination Rules" description={destinationRuleDescription} />,
);

/** The page "Destination Rules", of one virtual cluster or of all; its list is fetched once the page is awake. */
export function DestinationRuleListPage(props: { virtualCluster?: string }) {
  return <DestinationRuleList {...props} />;
}
