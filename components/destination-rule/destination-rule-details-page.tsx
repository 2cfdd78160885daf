"use client";
import { DetailsPlaceholder } from "@/components/mesh-object/details-placeholder";
import { deferred } from "@/components/ui/deferred";

const DestinationRuleDetails = deferred(
  () => import("./destination-rule-details").then((module) => module.DestinationRuleDetails),
  () => <DetailsPlaceholder what="Destination Rule" />,
);

/** The page of one Destination Rule; its parts are fetched once the page is awake. */
export function DestinationRuleDetailsPage(props: { virtualCluster: string; name: string }) {
  return <DestinationRuleDetails {...props} />;
}
