"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { deferred } from "@/components/ui/deferred";
import { gatewayQuery } from "@/lib/client/gateways";
import { GatewayDetailsSkeleton } from "./gateway-details-skeleton";

const GatewayDetails = deferred(
  () => import("./gateway-details").then((module) => module.GatewayDetails),
  GatewayDetailsSkeleton,
);

/** The page of one gateway: its state is asked for while the code that draws it is on its way. */
export function GatewayDetailsPage({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const client = useQueryClient();
  useEffect(() => {
    // Asked for only, not watched: what is deleted here is not asked for again.
    void client.prefetchQuery(gatewayQuery(virtualCluster, name));
  }, [client, virtualCluster, name]);
  return <GatewayDetails virtualCluster={virtualCluster} name={name} />;
}
