"use client";
import { NextStep } from "@/components/mesh-object/next-step";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Skeleton } from "@/components/ui/skeleton";
import { ObjectLinks } from "./object-links";
import { useUsesOfHost } from "./use-uses-of-host";

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
          title="Next: name its versions"
          href={`${base}/destination-rules/new${query}`}
          action="Create a destination rule"
        >
          A destination rule divides the pods behind {service} into subsets, so that a virtual service can
          share the requests among versions.
        </NextStep>
      ) : uses?.virtualServices.length === 0 ? (
        <NextStep
          title="Next: lead requests here"
          href={`${base}/virtual-services/new`}
          action="Create a virtual service"
        >
          A virtual service takes the requests of a gateway to {service}. If there is no gateway yet, create
          that first.
        </NextStep>
      ) : null}
      <Card title="Used by">
        <DescriptionList
          items={[
            {
              term: "Destination rules",
              value: uses ? <ObjectLinks kind="DestinationRule" objects={uses.destinationRules} /> : wait,
            },
            {
              term: "Virtual services",
              value: uses ? <ObjectLinks kind="VirtualService" objects={uses.virtualServices} /> : wait,
            },
          ]}
        />
      </Card>
    </>
  );
}
