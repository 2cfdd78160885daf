"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo } from "react";
import type { MeshObject } from "@/lib/api/mesh-object";
import { gatewaysQuery } from "@/lib/client/gateways";
import { type MeshKind, meshObjectsQuery } from "@/lib/client/mesh-objects";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import type { ServiceForm } from "@/lib/istio/service/form";
import type { ServiceEntryForm } from "@/lib/istio/service-entry/form";
import { type RouteTargets, routeTargets } from "./route-targets";
import { texts } from "./texts";

/** A choice from more than these is made by typing the name. */
const most = 500;

/** The objects of a kind in a virtual cluster, page after page up to 500, for a choice. */
export function useAllObjects<Form>(kind: MeshKind, virtualCluster: string) {
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    meshObjectsQuery<Form>(kind, { virtualCluster }),
  );
  const objects = useMemo<MeshObject<Form>[]>(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const isMore = hasNextPage && objects.length < most;
  useEffect(() => {
    if (isMore && !isFetching) void fetchNextPage();
  }, [isMore, isFetching, fetchNextPage]);
  return objects;
}

/** The choices for a route's destinations, kept in step with the cluster. */
export function useRouteTargets(virtualCluster: string) {
  const services = useAllObjects<ServiceForm>("Service", virtualCluster);
  const destinationRules = useAllObjects<DestinationRuleForm>("DestinationRule", virtualCluster);
  const serviceEntries = useAllObjects<ServiceEntryForm>("ServiceEntry", virtualCluster);
  return useMemo(
    () => routeTargets({ virtualCluster, services, destinationRules, serviceEntries }),
    [virtualCluster, services, destinationRules, serviceEntries],
  );
}

const nothing: RouteTargets = { destinations: [], portsOf: () => [], subsetsOf: () => [] };

/** The choices for destinations, for all routes of the form around. */
export const TargetContext = createContext<RouteTargets>(nothing);

export const useTargets = () => useContext(TargetContext);

/** Gateways to choose from (`mesh` and the first hundred), and the hosts that they serve. */
export function useGatewayChoices(virtualCluster: string) {
  const { data, isPending } = useInfiniteQuery(gatewaysQuery());
  return useMemo(() => {
    const all = data?.pages.flatMap((page) => page.items) ?? [];
    const own = all.filter((gateway) => gateway.virtualCluster === virtualCluster);
    const others = all.filter((gateway) => gateway.virtualCluster !== virtualCluster);
    const gateways = [
      ...own.map(({ name }) => ({ value: name, label: name, hint: "gateway" })),
      { value: "mesh", label: "mesh", hint: texts.insideCluster },
      ...others.map((gateway) => {
        const name = `${gateway.virtualCluster}/${gateway.name}`;
        return { value: name, label: name, hint: texts.otherVirtualCluster };
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
