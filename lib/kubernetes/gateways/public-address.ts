import { isIPv4, isIPv6 } from "node:net";
import type { PublicAddress } from "@/lib/gateway/model";
import type { ServiceObject } from "@/lib/kubernetes/objects/kinds";

/**
 * What the load balancer reports; `externalIPs` where there is no load balancer.
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceStatus
 */
export function publicAddressOf({ spec, status }: ServiceObject): PublicAddress {
  const points = status?.loadBalancer?.ingress ?? [];
  const reported = points.map(({ ip }) => ip).filter((ip) => ip !== undefined);
  const addresses = points.length > 0 ? reported : (spec?.externalIPs ?? []);
  const hostname = points.find((point) => point.hostname)?.hostname ?? null;
  return {
    ipv4: unique(addresses.filter((ip) => isIPv4(ip))),
    ipv6: unique(addresses.filter((ip) => isIPv6(ip))),
    hostname: hostname?.toLowerCase().replace(/\.$/, "") ?? null,
  };
}

export function hasAddress({ ipv4, ipv6, hostname }: PublicAddress): boolean {
  return ipv4.length > 0 || ipv6.length > 0 || hostname !== null;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
