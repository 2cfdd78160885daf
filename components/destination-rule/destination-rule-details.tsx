"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { NextStep } from "@/components/mesh-object/details-frame";
import { lossesOfDestinationRule } from "@/components/mesh-object/losses";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { objectHref } from "@/components/mesh-object/pages/kind-pages";
import { useIsSettled } from "@/components/service/service-details";
import { useUsesOfHost } from "@/components/service/service-uses";
import { TextLink } from "@/components/ui/text-link";
import { gatewaysQuery } from "@/lib/client/gateways";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import { serviceOfHost } from "./service-of-host";
import { SubsetsCard } from "./subsets-card";

/** One Destination Rule: its subsets, the pods of each, and how much of the traffic each is given. */
export function DestinationRuleDetails(props: { virtualCluster: string; name: string }) {
  const { virtualCluster, name } = props;
  const isSettled = useIsSettled("DestinationRule", virtualCluster, name);
  if (!isSettled) return <DetailsPlaceholder what="Destination rule" />;
  return (
    <ObjectDetails<DestinationRuleForm>
      {...props}
      kind="DestinationRule"
      lossesOf={lossesOfDestinationRule}
      factsOf={({ form }) => [
        { term: "Service", value: <ServiceLink host={form.service} virtualCluster={virtualCluster} /> },
      ]}
    >
      {({ form }) => (
        <>
          <RuleNextStep virtualCluster={virtualCluster} service={form.service} />
          <SubsetsCard virtualCluster={virtualCluster} form={form} />
        </>
      )}
    </ObjectDetails>
  );
}

/** After the destination rule come the gateway and the virtual service, for as long as nothing leads here. */
function RuleNextStep({ virtualCluster, service }: { virtualCluster: string; service: string }) {
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

/** A host as a link to its Service; as text where it is none of the cluster's. */
function ServiceLink({ host, virtualCluster }: { host: string; virtualCluster: string }) {
  const service = serviceOfHost(host, virtualCluster);
  if (!service) return <span className="break-words font-mono text-xs">{host}</span>;
  return (
    <TextLink href={objectHref("Service", service.namespace, service.name)} className="font-mono text-xs">
      {host}
    </TextLink>
  );
}
