"use client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { versionsWith } from "@/components/application/pod-labels";
import { useVersions } from "@/components/application/use-versions";
import { VersionsTable } from "@/components/application/versions-table";
import { lossesOfService } from "@/components/mesh-object/losses";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { DetailsPlaceholder } from "@/components/mesh-object/pages/details-placeholder";
import { KeyValues } from "@/components/ui/breakable";
import { Card } from "@/components/ui/card";
import { CopyLine } from "@/components/ui/copy-button";
import { SkeletonText } from "@/components/ui/skeleton";
import type { Column } from "@/components/ui/table/columns";
import { DataTable } from "@/components/ui/table/data-table";
import { applicationsQuery } from "@/lib/client/applications";
import { gatewaysQuery } from "@/lib/client/gateways";
import { type MeshKind, meshObjectQuery, meshObjectsQuery } from "@/lib/client/mesh-objects";
import type { ServiceForm, ServicePortForm } from "@/lib/istio/service/form";
import { typeInWords } from "./in-words";
import { ServiceUses } from "./service-uses";
import { texts } from "./texts";

/** One Service: its ports, the pods behind it, and what leads to it. */
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

/** The ports of a Service, to be read. */
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
 * Whether an object and all that its page tells of what stands around it have been answered, or failed. They are asked
 * for side by side, and the page is drawn once, so that nothing on it moves.
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
  // Not `isPending`, which is true again whenever what failed is asked for anew: the page would come and go for ever.
  return queries.every(({ isFetched }) => isFetched);
}
