"use client";
import { useObjectCount } from "@/components/virtual-cluster/use-first-steps";
import { useAllObjects } from "@/components/virtual-service/use-all-objects";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { type HostUses, usesOfHost } from "./uses-of-host";

/** What of the virtual cluster leads to this host; null while asked for. */
export function useUsesOfHost(host: string, virtualCluster: string): HostUses | null {
  const destinationRules = useAllObjects<DestinationRuleForm>("DestinationRule", virtualCluster);
  const virtualServices = useAllObjects<VirtualServiceForm>("VirtualService", virtualCluster);
  const rules = useObjectCount("DestinationRule", virtualCluster);
  const services = useObjectCount("VirtualService", virtualCluster);
  if (rules === undefined || services === undefined) return null;
  return usesOfHost(host, virtualCluster, { destinationRules, virtualServices });
}
