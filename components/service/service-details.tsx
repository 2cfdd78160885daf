"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { versionsWith } from "@/components/application/pod-labels";
import { useVersions } from "@/components/application/use-versions";
import { VersionsTable } from "@/components/application/versions-table";
import { NextStep } from "@/components/mesh-object/details-frame";
import { lossesOfService } from "@/components/mesh-object/losses";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { objectHref } from "@/components/mesh-object/pages/kind-pages";
import { KeyValues } from "@/components/ui/breakable";
import { Card, DescriptionList } from "@/components/ui/card";
import { CopyLine } from "@/components/ui/copy-button";
import { TextLink } from "@/components/ui/link";
import { Skeleton, SkeletonText } from "@/components/ui/skeleton";
import type { Column } from "@/components/ui/table/columns";
import { DataTable } from "@/components/ui/table/data-table";
import { useObjectCount } from "@/components/virtual-cluster/first-steps-card";
import { useObjectChoices } from "@/components/virtual-service/choices";
import type { MeshObject } from "@/lib/api/mesh-object";
import { applicationsQuery } from "@/lib/client/applications";
import { gatewaysQuery } from "@/lib/client/gateways";
import { type MeshKind, meshObjectQuery, meshObjectsQuery } from "@/lib/client/mesh-objects";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import { qualifiedHost } from "@/lib/istio/fields/service-host";
import type { ServiceForm, ServicePortForm } from "@/lib/istio/service/form";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { typeInWords } from "./in-words";
import { texts } from "./texts";

/** One Service: its ports, its pods, and what leads to it. */
export function ServiceDetails({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const isSettled = useIsSettled("Service", virtualCluster, name);
  if (!isSettled)
    return <DetailsPlaceholder what={texts.service} virtualCluster={virtualCluster} name={name} />;
  const fullName = `${name}.${virtualCluster}.svc.cluster.local`;
  return (
    <ObjectDetails<ServiceForm>
      kind="Service"
      virtualCluster={virtualCluster}
      name={name}
      lossesOf={lossesOfService}
      factsOf={({ form }) => [
        { term: texts.insideCluster, value: <CopyLine text={fullName} /> },
        { term: texts.type, value: typeInWords(form.type) },
        ...(form.externalName
          ? [{ term: texts.standsFor, value: <CopyLine text={form.externalName} /> }]
          : []),
        { term: texts.selectors, value: <KeyValues pairs={form.selector} /> },
      ]}
    >
      {({ form }) => (
        <>
          <ServiceUses virtualCluster={virtualCluster} service={name} />
          <Card title={texts.ports} flush>
            <ServicePorts ports={form.ports} />
          </Card>
          <ServicePods virtualCluster={virtualCluster} selector={form.selector} />
        </>
      )}
    </ObjectDetails>
  );
}

function ServicePods(props: { virtualCluster: string; selector: Record<string, string> }) {
  const { virtualCluster, selector } = props;
  const { versions, isKnown } = useVersions(virtualCluster);
  const selected = useMemo(() => versionsWith(selector, versions), [selector, versions]);
  return (
    <Card
      title={texts.pods}
      description={
        Object.keys(selector).length === 0
          ? texts.podsNoSelector
          : selected.length === 0 && isKnown
            ? texts.podsNone
            : texts.podsHelp
      }
      flush={selected.length > 0}
    >
      {isKnown ? (
        selected.length > 0 ? (
          <VersionsTable label={texts.pods} versions={selected} />
        ) : undefined
      ) : (
        <SkeletonText lines={2} />
      )}
    </Card>
  );
}

const columns: readonly Column<ServicePortForm>[] = [
  { id: "port", header: texts.port, cell: ({ port }) => <span className="font-mono">{port}</span> },
  {
    id: "target",
    header: texts.targetPort,
    cell: ({ port, targetPort }) => <span className="font-mono">{targetPort ?? port}</span>,
  },
  { id: "protocol", header: texts.protocol, cell: ({ protocol }) => protocol },
  {
    id: "name",
    header: texts.name,
    cell: ({ name }) => (name ? <span className="font-mono">{name}</span> : "—"),
  },
];

/** The ports of a Service, read-only. */
function ServicePorts({ ports }: { ports: readonly ServicePortForm[] }) {
  return (
    <DataTable
      label={texts.ports}
      columns={columns}
      rows={ports}
      keyOf={({ port, protocol }) => `${port}/${protocol}`}
    />
  );
}

/**
 * Whether the requests for an object and for everything around it on its page have succeeded or failed. They run in
 * parallel, and the page renders once, so that nothing on it moves.
 */
export function useIsSettled(kind: MeshKind, virtualCluster: string, name: string): boolean {
  const queries = [
    useQuery(meshObjectQuery(kind, virtualCluster, name)),
    useInfiniteQuery(meshObjectsQuery("Service", { virtualCluster })),
    useInfiniteQuery(meshObjectsQuery("DestinationRule", { virtualCluster })),
    useInfiniteQuery(meshObjectsQuery("VirtualService", { virtualCluster })),
    useInfiniteQuery(applicationsQuery({ virtualCluster })),
    useInfiniteQuery(gatewaysQuery({ virtualCluster })),
  ];
  // Not `isPending`, which is true again on every retry after a failure: the page would keep appearing and
  // disappearing.
  return queries.every(({ isFetched }) => isFetched);
}

/** What leads to the Service, and the next step towards a site while something is missing. */
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

/** What leads to this host in the virtual cluster; null while loading. */
export function useUsesOfHost(host: string, virtualCluster: string): HostUses | null {
  const destinationRules = useObjectChoices<DestinationRuleForm>("DestinationRule", virtualCluster).items;
  const virtualServices = useObjectChoices<VirtualServiceForm>("VirtualService", virtualCluster).items;
  const rules = useObjectCount("DestinationRule", virtualCluster);
  const services = useObjectCount("VirtualService", virtualCluster);
  if (rules === undefined || services === undefined) return null;
  return usesOfHost(host, virtualCluster, { destinationRules, virtualServices });
}

/** Objects of one kind as links, or a dash. */
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
  destinationRules: readonly MeshObject<DestinationRuleForm>[];
  virtualServices: readonly MeshObject<VirtualServiceForm>[];
}

/** Which of these name the host, short or in full: rules for it, and routes to it. */
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
