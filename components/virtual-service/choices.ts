"use client";
import { createContext, useContext, useMemo } from "react";
import { type Choices, useChoices } from "@/components/mesh-object/fields/use-choices";
import type { ComboboxOption } from "@/components/ui/form/combobox-options";
import type { GatewayView } from "@/lib/api/gateway";
import type { MeshObject } from "@/lib/api/mesh-object";
import { gatewaysQuery } from "@/lib/client/gateways";
import { type MeshKind, meshObjectsQuery } from "@/lib/client/mesh-objects";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import type { ServiceForm } from "@/lib/istio/service/form";
import type { ServiceEntryForm } from "@/lib/istio/service-entry/form";
import { type RouteTargets, routeTargets } from "./route-targets";
import { texts } from "./texts";

/** Loads this many objects at once; typing finds others. */
const most = 500;

const keyOf = ({ virtualCluster, name }: { virtualCluster: string; name: string }) =>
  `${virtualCluster}/${name}`;

/**
 * The objects of a kind in a virtual cluster to choose from: the first 500, and the server's matches for the typed
 * text.
 */
export function useObjectChoices<Form>(kind: MeshKind, virtualCluster: string): Choices<MeshObject<Form>> {
  return useChoices(
    meshObjectsQuery<Form>(kind, { virtualCluster }),
    (q) => meshObjectsQuery<Form>(kind, { virtualCluster, q }),
    keyOf,
    most,
  );
}

/** Services are searched by name, which is the first label of every form of their host. */
const nameOfHost = (host: string) => host.split(".")[0] ?? "";

/** Several lists of choices that one field searches. */
export function together(...sources: readonly Omit<Choices<unknown>, "items">[]) {
  return {
    search: (typed: string) => {
      for (const { search } of sources) search(typed);
    },
    isLoading: sources.some(({ isLoading }) => isLoading),
    isComplete: sources.every(({ isComplete }) => isComplete),
  };
}

/** The same choices, searched by the service's name in the typed text. */
export function byServiceName<Item>(choices: Choices<Item>): Choices<Item> {
  return { ...choices, search: (typed) => choices.search(nameOfHost(typed)) };
}

/** The choices for a route's destinations, kept up to date. */
export function useRouteTargets(virtualCluster: string): Targets {
  const services = byServiceName(useObjectChoices<ServiceForm>("Service", virtualCluster));
  const rules = byServiceName(useObjectChoices<DestinationRuleForm>("DestinationRule", virtualCluster));
  const entries = useObjectChoices<ServiceEntryForm>("ServiceEntry", virtualCluster);
  const targets = useMemo(
    () =>
      routeTargets({
        virtualCluster,
        services: services.items,
        destinationRules: rules.items,
        serviceEntries: entries.items,
      }),
    [virtualCluster, services.items, rules.items, entries.items],
  );
  return { ...targets, source: together(services, rules, entries) };
}

export interface Targets extends RouteTargets {
  /** Searches the destinations, with their ports and subsets, on the server. */
  source: ReturnType<typeof together>;
}

const nothing: Targets = { destinations: [], portsOf: () => [], subsetsOf: () => [], source: together() };

/** The choices for destinations, for all routes of the surrounding form. */
export const TargetContext = createContext<Targets>(nothing);

export const useTargets = () => useContext(TargetContext);

/** Gateways to choose from (those of the virtual cluster, `mesh`, and others), and the hosts that they serve. */
export function useGatewayChoices(virtualCluster: string) {
  const own = useChoices(
    gatewaysQuery({ virtualCluster }),
    (q) => gatewaysQuery({ virtualCluster, q }),
    keyOf,
    most,
  );
  // Gateways of other virtual clusters include it: `vamp-demo/shop`.
  const all = useChoices(gatewaysQuery(), (q) => gatewaysQuery({ q: q.slice(q.indexOf("/") + 1) }), keyOf);
  const options = useMemo(
    () => gatewayOptions(virtualCluster, own.items, all.items),
    [virtualCluster, own.items, all.items],
  );
  return { ...options, hostSource: own, gatewaySource: together(own, all) };
}

function gatewayOptions(
  virtualCluster: string,
  own: readonly GatewayView[],
  all: readonly GatewayView[],
): { gateways: ComboboxOption[]; hosts: ComboboxOption[] } {
  const hosts = new Map<string, string>();
  for (const { name, servers } of own)
    for (const server of servers)
      for (const host of [server.securedHost, ...server.hosts])
        if (host && host !== "*" && !host.includes("/")) hosts.set(host, name);
  return {
    gateways: [
      ...own.map(({ name }) => ({ value: name, label: name, hint: texts.gateway.toLowerCase() })),
      { value: "mesh", label: "mesh", hint: texts.insideCluster },
      ...all
        .filter((gateway) => gateway.virtualCluster !== virtualCluster)
        .map((gateway) => ({
          value: keyOf(gateway),
          label: keyOf(gateway),
          hint: texts.otherVirtualCluster,
        })),
    ],
    hosts: [...hosts].map(([host, gateway]) => ({ value: host, label: host, hint: `on ${gateway}` })),
  };
}
