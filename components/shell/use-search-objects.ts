"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { gatewaysQuery } from "@/lib/client/gateways";
import { virtualClustersQuery } from "@/lib/client/virtual-clusters";
import type { FoundObject, SearchObjects } from "./use-object-search";

const mostOfAKind = 8;

/**
 * Asks the API for virtual clusters and gateways by name, host or label; what one kind fails at, the others
 * show.
 */
export function useSearchObjects(): SearchObjects {
  const client = useQueryClient();
  return useCallback<SearchObjects>(
    async (q) => {
      const kinds = await Promise.allSettled<FoundObject[]>([
        client
          .fetchInfiniteQuery({ ...virtualClustersQuery({ q, show: "all" }), retry: false })
          .then(({ pages }) =>
            pages
              .flatMap((page) => page.items)
              .slice(0, mostOfAKind)
              .map(({ name }) => ({
                id: `virtual-cluster/${name}`,
                kind: "Virtual Cluster",
                name,
                href: pathOf(name),
              })),
          ),
        client.fetchInfiniteQuery({ ...gatewaysQuery({ q }), retry: false }).then(({ pages }) =>
          pages
            .flatMap((page) => page.items)
            .slice(0, mostOfAKind)
            .map(({ name, virtualCluster }) => ({
              id: `gateway/${virtualCluster}/${name}`,
              kind: "Gateway",
              name,
              context: virtualCluster,
              href: `${pathOf(virtualCluster)}/gateways/${encodeURIComponent(name)}`,
            })),
        ),
      ]);
      return kinds.flatMap((kind) => (kind.status === "fulfilled" ? kind.value : []));
    },
    [client],
  );
}

function pathOf(virtualCluster: string): string {
  return `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;
}
