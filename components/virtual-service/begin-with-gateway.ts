"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { GatewayView } from "@/lib/api/gateway";
import type { MeshObject } from "@/lib/api/mesh-object";
import { gatewayQuery } from "@/lib/client/gateways";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";
import type { ServiceForm } from "@/lib/istio/service/form";
import { emptyRoute } from "./routes-field";

interface Given {
  /** Its name; null if the form starts without one. */
  gateway: string | null;
  /** From the query parameters. */
  host: string | null;
}

interface Found {
  gateway: Pick<GatewayView, "securedHosts" | "servers"> | undefined;
  /** The known services of the virtual cluster, and their total number. */
  services: readonly Pick<MeshObject<ServiceForm>, "name" | "form">[];
  total: number;
}

/**
 * The form of a new VirtualService for a gateway with its host, and with the only service, if there is only one, as
 * destination.
 */
export function beginWith({ gateway, host }: Given, found: Found) {
  const [only] = found.total === 1 ? found.services : [];
  const [port, ...otherPorts] = only?.form.ports ?? [];
  const destination = only && {
    destination: only.name,
    weight: 100,
    ...(port && otherPorts.length === 0 ? { port: port.port } : {}),
  };
  return {
    name: "",
    labels: {},
    metadata: {},
    hosts: [host ?? hostOf(found.gateway) ?? ""],
    gateways: gateway ? [gateway] : [],
    routes: [{ ...structuredClone(emptyRoute), ...(destination ? { weights: [destination] } : {}) }],
  };
}

/** The secured host, or else one that names a site. */
function hostOf(gateway: Found["gateway"]): string | undefined {
  const hosts = gateway?.servers.flatMap((server) => server.hosts) ?? [];
  return gateway?.securedHosts[0]?.host ?? hosts.find((host) => !/[*/]/.test(host));
}

/** The same with current objects; null while loading, because a form reads its initial values once. */
export function useBeginning(virtualCluster: string, given: Given, isNew: boolean) {
  const enabled = isNew && given.gateway !== null;
  const gateway = useQuery({
    ...gatewayQuery(virtualCluster, given.gateway ?? ""),
    enabled: enabled && given.host === null,
    retry: false,
  });
  const services = useInfiniteQuery({
    ...meshObjectsQuery<ServiceForm>("Service", { virtualCluster }),
    enabled,
  });
  if (gateway.isLoading || services.isLoading) return null;
  const first = services.data?.pages[0];
  return { gateway: gateway.data, services: first?.items ?? [], total: first?.total ?? 0 };
}
