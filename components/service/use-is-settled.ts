"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { applicationsQuery } from "@/lib/client/applications";
import { gatewaysQuery } from "@/lib/client/gateways";
import { type MeshKind, meshObjectQuery, meshObjectsQuery } from "@/lib/client/mesh-objects";

/**
 * Whether an object and all that its page tells of what stands around it have been answered, or failed. They are asked
 * for side by side, and the page is drawn once, so that nothing on it moves.
 */
export function useIsSettled(kind: MeshKind, virtualCluster: string, name: string): boolean {
  const queries = [
    useQuery(meshObjectQuery(kind, virtualCluster, name)),
    useInfiniteQuery(meshObjectsQuery("Service", { virtualCluster })),
    useInfiniteQuery(meshObjectsQuery("DestinationRule", { virtualCluster })),
    useInfiniteQuery(meshObjectsQuery("VirtualService", { virtualCluster })),
    useInfiniteQuery(applicationsQuery({ virtualCluster })),
    useInfiniteQuery(gatewaysQuery({ virtualCluster })),
  ];
  // Not `isPending`, which is true again whenever what failed is asked for anew: the page would come and go for ever.
  return queries.every(({ isFetched }) => isFetched);
}
