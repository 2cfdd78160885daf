"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { gatewaysQuery } from "@/lib/client/gateways";

/** Gateways to choose from (`mesh` and the first hundred), and the hosts that they serve. */
export function useGatewayChoices(virtualCluster: string) {
  const { data, isPending } = useInfiniteQuery(gatewaysQuery());
  return useMemo(() => {
    const all = data?.pages.flatMap((page) => page.items) ?? [];
    const own = all.filter((gateway) => gateway.virtualCluster === virtualCluster);
    const others = all.filter((gateway) => gateway.virtualCluster !== virtualCluster);
    const gateways = [
      ...own.map(({ name }) => ({ value: name, label: name, hint: "gateway" })),
      { value: "mesh", label: "mesh", hint: "inside the cluster" },
      ...others.map((gateway) => {
        const name = `${gateway.virtualCluster}/${gateway.name}`;
        return { value: name, label: name, hint: "other virtual cluster" };
      }),
    ];
    const hosts = new Map<string, string>();
    for (const { name, servers } of own)
      for (const server of servers)
        for (const host of [server.securedHost, ...server.hosts])
          if (host && host !== "*" && !host.includes("/")) hosts.set(host, name);
    return {
      gateways,
      hosts: [...hosts].map(([host, gateway]) => ({ value: host, label: host, hint: `on ${gateway}` })),
      isLoading: isPending,
    };
  }, [data, isPending, virtualCluster]);
}
