"use client";
import { DetailsPlaceholder } from "@/components/mesh-object/details-placeholder";
import { ObjectDetails } from "@/components/mesh-object/object-details";
import { useIsSettled } from "@/components/service/use-is-settled";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import { lossesOfDestinationRule } from "./losses-of-destination-rule";
import { RuleNextStep } from "./rule-next-step";
import { ServiceLink } from "./service-link";
import { SubsetsCard } from "./subsets-card";

/** One Destination Rule: its subsets, the pods of each, and how much of the traffic each is given. */
export function DestinationRuleDetails(props: { virtualCluster: string; name: string }) {
  const { virtualCluster, name } = props;
  const isSettled = useIsSettled("DestinationRule", virtualCluster, name);
  if (!isSettled) return <DetailsPlaceholder what="Destination Rule" />;
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
