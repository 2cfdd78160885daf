"use client";
import { deferred } from "@/components/ui/deferred";
import { GatewayListSkeleton } from "./gateway-list-skeleton";

const GatewayList = deferred(
  () => import("./gateway-list").then((module) => module.GatewayList),
  GatewayListSkeleton,
);

/** The page that lists gateways, of one virtual cluster or of all. */
export function GatewayListPage({ virtualCluster }: { virtualCluster?: string }) {
  return <GatewayList {...(virtualCluster === undefined ? {} : { virtualCluster })} />;
}
