"use client";
import { useQuery } from "@tanstack/react-query";
import { deferred } from "@/components/ui/deferred";
import { gatewayQuery } from "@/lib/client/gateways";
import { GatewayDetailsSkeleton } from "./gateway-details-skeleton";

const GatewayDetails = deferred(
  () => import("./gateway-details").then((module) => module.GatewayDetails),
  GatewayDetailsSkeleton,
);

/** The page of one gateway: its state is asked for while the code that draws it is on its way. */
export function GatewayDetailsPage({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  useQuery(gatewayQuery(virtualCluster, name));
  return <GatewayDetails virtualCluster={virtualCluster} name={name} />;
}
