"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { gatewaysQuery } from "@/lib/client/gateways";
import { type MeshKind, meshObjectsQuery } from "@/lib/client/mesh-objects";
import { type FirstStep, firstSteps } from "./first-steps";

/** How many objects of a kind a virtual cluster has; undefined until known. */
export function useObjectCount(kind: MeshKind, virtualCluster: string): number | undefined {
  return useInfiniteQuery(meshObjectsQuery(kind, { virtualCluster })).data?.pages[0]?.total;
}

/** The first steps of a virtual cluster as they stand now; undefined until all of it is known. */
export function useFirstSteps({ name, provider, services }: VirtualCluster): FirstStep[] | undefined {
  const gateways = useInfiniteQuery(gatewaysQuery({ virtualCluster: name })).data;
  const destinationRules = useObjectCount("DestinationRule", name);
  const virtualServices = useObjectCount("VirtualService", name);
  if (!gateways || destinationRules === undefined || virtualServices === undefined) return undefined;
  return firstSteps({
    virtualCluster: name,
    provider,
    services,
    destinationRules,
    virtualServices,
    gateways: gateways.pages.flatMap(({ items }) => items),
  });
}
