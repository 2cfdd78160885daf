"use client";
import { NextStep } from "@/components/mesh-object/details-frame";
import { objectHref } from "@/components/mesh-object/pages/kind-pages";
import { Card, DescriptionList } from "@/components/ui/card";
import { TextLink } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { useObjectCount } from "@/components/virtual-cluster/first-steps-card";
import { useAllObjects } from "@/components/virtual-service/choices";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { MeshKind } from "@/lib/client/mesh-objects";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import { qualifiedHost } from "@/lib/istio/fields/service-host";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { texts } from "./texts";

/** What leads to the Service, and what comes next on the way to a site while something is missing. */
export function ServiceUses({ virtualCluster, service }: { virtualCluster: string; service: string }) {
  const uses = useUsesOfHost(service, virtualCluster);
  const base = `/virtual-clusters/${encodeURIComponent(virtualCluster)}`;
  const query = `?service=${encodeURIComponent(service)}`;
  const wait = <Skeleton className="w-24" />;
  return (
    <>
      {uses?.destinationRules.length === 0 ? (
        <NextStep
          title={texts.nextVersions}
          href={`${base}/destination-rules/new${query}`}
          action={texts.createDestinationRule}
        >
          {texts.nextVersionsHelp({ service })}
        </NextStep>
      ) : uses?.virtualServices.length === 0 ? (
        <NextStep
          title={texts.nextRequests}
          href={`${base}/virtual-services/new`}
          action={texts.createVirtualService}
        >
          {texts.nextRequestsHelp({ service })}
        </NextStep>
      ) : null}
      <Card title={texts.usedBy}>
        <DescriptionList
          items={[
            {
              term: texts.destinationRules,
              value: uses ? <ObjectLinks kind="DestinationRule" objects={uses.destinationRules} /> : wait,
            },
            {
              term: texts.virtualServices,
              value: uses ? <ObjectLinks kind="VirtualService" objects={uses.virtualServices} /> : wait,
            },
          ]}
        />
      </Card>
    </>
  );
}

/** What of the virtual cluster leads to this host; null while asked for. */
export function useUsesOfHost(host: string, virtualCluster: string): HostUses | null {
  const destinationRules = useAllObjects<DestinationRuleForm>("DestinationRule", virtualCluster);
  const virtualServices = useAllObjects<VirtualServiceForm>("VirtualService", virtualCluster);
  const rules = useObjectCount("DestinationRule", virtualCluster);
  const services = useObjectCount("VirtualService", virtualCluster);
  if (rules === undefined || services === undefined) return null;
  return usesOfHost(host, virtualCluster, { destinationRules, virtualServices });
}

/** Objects of one kind as links; a dash for none. */
export function ObjectLinks(props: {
  kind: MeshKind | "Gateway";
  objects: readonly { name: string; virtualCluster: string }[];
}) {
  const { kind, objects } = props;
  if (objects.length === 0) return "—";
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {objects.map(({ name, virtualCluster }) => (
        <li key={`${virtualCluster}/${name}`}>
          <TextLink href={objectHref(kind, virtualCluster, name)} className="font-mono text-xs">
            {name}
          </TextLink>
        </li>
      ))}
    </ul>
  );
}

export interface HostUses {
  destinationRules: MeshObject<DestinationRuleForm>[];
  virtualServices: MeshObject<VirtualServiceForm>[];
}

/** What of these names the host, whether short or in full: rules for it, and routes that lead to it. */
export function usesOfHost(
  host: string,
  virtualCluster: string,
  { destinationRules, virtualServices }: HostUses,
): HostUses {
  const wanted = qualifiedHost(host, virtualCluster);
  const isIt = (other: string, namespace: string) => qualifiedHost(other, namespace) === wanted;
  return {
    destinationRules: destinationRules.filter((rule) => isIt(rule.form.service, rule.virtualCluster)),
    virtualServices: virtualServices.filter((each) =>
      each.form.routes.some(({ weights }) =>
        weights.some(({ destination }) => isIt(destination, each.virtualCluster)),
      ),
    ),
  };
}
