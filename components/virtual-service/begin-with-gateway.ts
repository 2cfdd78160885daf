"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { GatewayView } from "@/lib/api/gateway";
import type { MeshObject } from "@/lib/api/mesh-object";
import { gatewayQuery } from "@/lib/client/gateways";
import { meshObjectsQuery } from "@/lib/client/mesh-objects";
import type { ServiceForm } from "@/lib/istio/service/form";
import { emptyRoute } from "./routes-field";

interface Given {
  /** Its name; null where the form begins with none. */
  gateway: string | null;
  /** As the address says it. */
  host: string | null;
}

interface Found {
  gateway: Pick<GatewayView, "securedHosts" | "servers"> | undefined;
  /** The services of the virtual cluster, as far as they are known, and how many there are. */
  services: readonly Pick<MeshObject<ServiceForm>, "name" | "form">[];
  total: number;
}

/** The form of a new VirtualService: of a gateway with its host, and with the only service there is as destination. */
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

/** The host that is secured, or else one that names a site. */
function hostOf(gateway: Found["gateway"]): string | undefined {
  const hosts = gateway?.servers.flatMap((server) => server.hosts) ?? [];
  return gateway?.securedHosts[0]?.host ?? hosts.find((host) => !/[*/]/.test(host));
}

/** The same from what stands; null while it is asked for, as a form takes what it begins with once. */
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
