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

/** The first steps of a virtual cluster as they stand now: null while asked for, empty when they cannot be told. */
export function useFirstSteps({ name, provider, services }: VirtualCluster): FirstStep[] | null {
  const gateways = useInfiniteQuery(gatewaysQuery({ virtualCluster: name }));
  const destinationRules = useInfiniteQuery(meshObjectsQuery("DestinationRule", { virtualCluster: name }));
  const virtualServices = useInfiniteQuery(meshObjectsQuery("VirtualService", { virtualCluster: name }));
  const queries = [gateways, destinationRules, virtualServices];
  if (queries.some(({ isError, data }) => isError && !data)) return [];
  if (!gateways.data || !destinationRules.data || !virtualServices.data) return null;
  return firstSteps({
    virtualCluster: name,
    provider,
    services,
    destinationRules: destinationRules.data.pages[0]?.total ?? 0,
    virtualServices: virtualServices.data.pages[0]?.total ?? 0,
    gateways: gateways.data.pages.flatMap(({ items }) => items),
  });
}
