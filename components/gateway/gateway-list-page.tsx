"use client";
import { gatewayDescription } from "@/components/mesh-object/descriptions";
import { ListPlaceholder } from "@/components/mesh-object/list-placeholder";
import { deferred } from "@/components/ui/deferred";

const GatewayList = deferred(
  () => import("./gateway-list").then((module) => module.GatewayList),
  () => <ListPlaceholder title="Gateways" description={gatewayDescription} />,
);

/** The page that lists gateways, of one virtual cluster or of all; its list is fetched once the page is awake. */
export function GatewayListPage(props: { virtualCluster?: string }) {
  return <GatewayList {...props} />;
}
