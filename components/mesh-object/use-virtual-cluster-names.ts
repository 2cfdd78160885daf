"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";

/** Names of the managed virtual clusters (the first hundred), for a choice. */
export function useVirtualClusterNames(): string[] {
  const { data } = useInfiniteQuery(virtualClustersQuery());
  return data?.pages.flatMap((page) => page.items.map(({ name }) => name)) ?? [];
}
