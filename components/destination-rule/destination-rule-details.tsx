"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { NextStep } from "@/components/mesh-object/details-frame";
import { lossesOfDestinationRule } from "@/components/mesh-object/losses";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { objectHref } from "@/components/mesh-object/pages/kind-pages";
import { useIsSettled, useUsesOfHost } from "@/components/service/service-details";
import { TextLink } from "@/components/ui/link";
import { gatewaysQuery } from "@/lib/client/gateways";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import { qualifiedHost } from "@/lib/istio/fields/service-host";
import { SubsetsCard } from "./subsets-card";
import { texts } from "./texts";

/** One DestinationRule: its subsets, the pods of each, and its share of the traffic. */
export function DestinationRuleDetails(props: { virtualCluster: string; name: string }) {
  const { virtualCluster, name } = props;
  const isSettled = useIsSettled("DestinationRule", virtualCluster, name);
  if (!isSettled)
    return <DetailsPlaceholder what={texts.destinationRule} virtualCluster={virtualCluster} name={name} />;
  return (
    <ObjectDetails<DestinationRuleForm>
      {...props}
      kind="DestinationRule"
      lossesOf={lossesOfDestinationRule}
      factsOf={({ form }) => [
        { term: texts.service, value: <ServiceLink host={form.service} virtualCluster={virtualCluster} /> },
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

/** Next comes the gateway and then the virtual service, as long as nothing leads here. */
function RuleNextStep({ virtualCluster, service }: { virtualCluster: string; service: string }) {
  const uses = useUsesOfHost(service, virtualCluster);
  const gateways = useInfiniteQuery(gatewaysQuery({ virtualCluster })).data?.pages[0]?.items;
  if (!uses || !gateways || uses.virtualServices.length > 0) return null;
  const base = `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;
  const gateway = gateways.find(({ securedHosts }) => securedHosts.length > 0);
  if (!gateway)
    return (
      <NextStep
        title={texts.nextGateway}
        virtualCluster={virtualCluster}
        kind="Gateway"
        href={`${base}/gateways/new`}
        action={texts.createGateway}
      >
        {texts.nextGatewayHelp}
      </NextStep>
    );
  const host = gateway.securedHosts[0]?.host ?? "";
  const query = new URLSearchParams({ gateway: gateway.name, host });
  return (
    <NextStep
      title={texts.nextRequests}
      virtualCluster={virtualCluster}
      kind="VirtualService"
      href={`${base}/virtual-services/new?${query}`}
      action={texts.createVirtualService}
    >
      {texts.nextRequestsHelp({ host, gateway: gateway.name })}
    </NextStep>
  );
}

/** A host as a link to its Service; as text if it is outside the cluster. */
function ServiceLink({ host, virtualCluster }: { host: string; virtualCluster: string }) {
  const service = serviceOfHost(host, virtualCluster);
  if (!service) return <span className="break-words font-mono text-xs">{host}</span>;
  return (
    <TextLink href={objectHref("Service", service.namespace, service.name)} className="font-mono text-xs">
      {host}
    </TextLink>
  );
}

/** The Service of a host such as `shop` or `shop.demo.svc.cluster.local`; null for a name outside the cluster. */
export function serviceOfHost(host: string, namespace: string): { namespace: string; name: string } | null {
  const parts = /^([^.*]+)\.([^.]+)\.svc\.cluster\.local$/.exec(qualifiedHost(host, namespace));
  return parts?.[1] && parts[2] ? { name: parts[1], namespace: parts[2] } : null;
}
