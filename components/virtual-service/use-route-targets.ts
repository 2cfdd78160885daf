"use client";
import { useMemo } from "react";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import type { ServiceForm } from "@/lib/istio/service/form";
import type { ServiceEntryForm } from "@/lib/istio/service-entry/form";
import { routeTargets } from "./route-targets";
import { useAllObjects } from "./use-all-objects";

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
