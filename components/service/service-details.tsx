"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { versionsWith } from "@/components/application/pod-labels";
import { useVersions } from "@/components/application/use-versions";
import { VersionsTable } from "@/components/application/versions-table";
import { NextStep } from "@/components/mesh-object/details-frame";
import { useBeginningOf } from "@/components/mesh-object/fields/use-choices";
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
import type { MeshObject } from "@/lib/api/mesh-object";
import { applicationsQuery } from "@/lib/client/applications";
import { gatewaysQuery } from "@/lib/client/gateways";
import { type MeshKind, meshObjectQuery, meshObjectsQuery, usesQuery } from "@/lib/client/mesh-objects";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
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
  const { versions, isKnown, limitedTo } = useVersions(virtualCluster);
  const selected = useMemo(() => versionsWith(selector, versions), [selector, versions]);
  return (
    <Card
      title={texts.pods}
      description={
        Object.keys(selector).length === 0
          ? texts.podsNoSelector
          : limitedTo !== null
            ? texts.podsLimited({ count: limitedTo })
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
export function useIsSettled(
  kind: "Service" | "DestinationRule",
  virtualCluster: string,
  name: string,
): boolean {
  const object = useQuery(meshObjectQuery<{ service?: string }>(kind, virtualCluster, name));
  const host = kind === "Service" ? name : object.data?.form.service;
  const usesOf = (user: "DestinationRule" | "VirtualService") => ({
    ...usesQuery(user, host ?? "", virtualCluster),
    enabled: host !== undefined,
  });
  const uses = [useInfiniteQuery(usesOf("DestinationRule")), useInfiniteQuery(usesOf("VirtualService"))];
  const queries = [
    object,
    useInfiniteQuery(meshObjectsQuery("Service", { virtualCluster })),
    useInfiniteQuery(applicationsQuery({ virtualCluster })),
    useInfiniteQuery(gatewaysQuery({ virtualCluster })),
  ];
  // Not `isPending`, which is true again on every retry after a failure: the page would keep appearing and
  // disappearing.
  return (
    queries.every(({ isFetched }) => isFetched) &&
    (host === undefined || uses.every(({ isFetched }) => isFetched))
  );
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
          virtualCluster={virtualCluster}
          kind="DestinationRule"
          href={`${base}/destination-rules/new${query}`}
          action={texts.createDestinationRule}
        >
          {texts.nextVersionsHelp({ service })}
        </NextStep>
      ) : uses?.virtualServices.length === 0 ? (
        <NextStep
          title={texts.nextRequests}
          virtualCluster={virtualCluster}
          kind="VirtualService"
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
              value: uses ? (
                <ObjectLinks kind="DestinationRule" objects={uses.destinationRules} total={uses.totals[0]} />
              ) : (
                wait
              ),
            },
            {
              term: texts.virtualServices,
              value: uses ? (
                <ObjectLinks kind="VirtualService" objects={uses.virtualServices} total={uses.totals[1]} />
              ) : (
                wait
              ),
            },
          ]}
        />
      </Card>
    </>
  );
}

/** With more than this, the page says how many there are besides. */
const mostUses = 500;

export interface HostUses {
  destinationRules: readonly MeshObject<DestinationRuleForm>[];
  virtualServices: readonly MeshObject<VirtualServiceForm>[];
  /** How many rules and virtual services there are, including those that are not loaded. */
  totals: readonly [number, number];
}

/** What leads to this host in the virtual cluster; null while loading. */
export function useUsesOfHost(host: string, virtualCluster: string): HostUses | null {
  const rules = useBeginningOf(
    usesQuery<DestinationRuleForm>("DestinationRule", host, virtualCluster),
    mostUses,
  );
  const services = useBeginningOf(
    usesQuery<VirtualServiceForm>("VirtualService", host, virtualCluster),
    mostUses,
  );
  if (!rules.isSuccess || !services.isSuccess) return null;
  return {
    destinationRules: rules.items,
    virtualServices: services.items,
    totals: [rules.total, services.total],
  };
}

interface ObjectLinksProps {
  kind: MeshKind | "Gateway";
  objects: readonly { name: string; virtualCluster: string }[];
  /** How many there are, if that may be more. */
  total?: number | undefined;
}

/** Objects of one kind as links, or a dash. */
export function ObjectLinks({ kind, objects, total = 0 }: ObjectLinksProps) {
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
      {total > objects.length ? <li>{texts.moreUses({ count: total - objects.length })}</li> : null}
    </ul>
  );
}
