"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { NextStep } from "@/components/mesh-object/next-step";
import { useUsesOfHost } from "@/components/service/use-uses-of-host";
import { gatewaysQuery } from "@/lib/client/gateways";

/** After the destination rule come the gateway and the virtual service, for as long as nothing leads here. */
export function RuleNextStep({ virtualCluster, service }: { virtualCluster: string; service: string }) {
  const uses = useUsesOfHost(service, virtualCluster);
  const gateways = useInfiniteQuery(gatewaysQuery({ virtualCluster })).data?.pages[0]?.items;
  if (!uses || !gateways || uses.virtualServices.length > 0) return null;
  const base = `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;
  const gateway = gateways.find(({ securedHosts }) => securedHosts.length > 0);
  if (!gateway)
    return (
      <NextStep
        title="Next: open a port to the world"
        href={`${base}/gateways/new`}
        action="Create a gateway"
      >
        A gateway with a Secured Host gets DNS and a certificate by itself. A virtual service then leads its
        requests to the subsets.
      </NextStep>
    );
  const host = gateway.securedHosts[0]?.host ?? "";
  const query = new URLSearchParams({ gateway: gateway.name, host });
  return (
    <NextStep
      title="Next: lead requests to the subsets"
      href={`${base}/virtual-services/new?${query}`}
      action="Create a virtual service"
    >
      A virtual service takes what comes in for {host} by the gateway {gateway.name}, and shares it among the
      subsets by weight.
    </NextStep>
  );
}
