"use client";
import { useMemo } from "react";
import { versionsWith } from "@/components/application/pod-labels";
import { useVersions } from "@/components/application/use-versions";
import { VersionsTable } from "@/components/application/versions-table";
import { DetailsPlaceholder } from "@/components/mesh-object/details-placeholder";
import { KeyValues } from "@/components/mesh-object/key-values";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { Card } from "@/components/ui/card";
import { CopyLine } from "@/components/ui/copy-line";
import { SkeletonText } from "@/components/ui/skeleton";
import type { ServiceForm } from "@/lib/istio/service/form";
import { lossesOfService } from "./losses-of-service";
import { ServicePorts } from "./service-ports";
import { typeInWords } from "./service-types";
import { ServiceUses } from "./service-uses";
import { useIsSettled } from "./use-is-settled";

/** One Service: its ports, the pods behind it, and what leads to it. */
export function ServiceDetails({ virtualCluster, name }: { virtualCluster: string; name: string }) {
  const isSettled = useIsSettled("Service", virtualCluster, name);
  if (!isSettled) return <DetailsPlaceholder what="Service" />;
  const fullName = `${name}.${virtualCluster}.svc.cluster.local`;
  return (
    <ObjectDetails<ServiceForm>
      kind="Service"
      virtualCluster={virtualCluster}
      name={name}
      lossesOf={lossesOfService}
      factsOf={({ form }) => [
        { term: "Inside the cluster", value: <CopyLine text={fullName} /> },
        { term: "Type", value: typeInWords(form.type) },
        ...(form.externalName ? [{ term: "Stands for", value: <CopyLine text={form.externalName} /> }] : []),
        { term: "Selectors", value: <KeyValues pairs={form.selector} /> },
      ]}
    >
      {({ form }) => (
        <>
          <ServiceUses virtualCluster={virtualCluster} service={name} />
          <Card title="Ports" flush>
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
      title="Pods behind it"
      description={
        Object.keys(selector).length === 0
          ? "It has no selector: its endpoints are set by somebody else."
          : selected.length === 0 && isKnown
            ? "No Deployment of this virtual cluster has these labels; requests find nobody."
            : "The versions whose pods have the labels of the selector."
      }
      flush={selected.length > 0}
    >
      {isKnown ? (
        selected.length > 0 ? (
          <VersionsTable label="Pods behind it" versions={selected} />
        ) : undefined
      ) : (
        <SkeletonText lines={2} />
      )}
    </Card>
  );
}
