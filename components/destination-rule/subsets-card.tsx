"use client";
import { versionsWith } from "@/components/application/pod-labels";
import { podsInWords } from "@/components/application/pod-suggestions";
import { useVersions } from "@/components/application/use-versions";
import { ObjectLinks, useUsesOfHost } from "@/components/service/service-details";
import { Badge } from "@/components/ui/badge";
import { KeyValues } from "@/components/ui/breakable";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import type { Column } from "@/components/ui/table/columns";
import { DataTable } from "@/components/ui/table/data-table";
import type { DestinationRuleForm, SubsetForm } from "@/lib/istio/destination-rule/form";
import { texts } from "./texts";
import { useServiceChoices } from "./use-service-choices";

/** The subsets of a rule: labels, the pods they select now, and the virtual services that lead to each. */
export function SubsetsCard(props: { virtualCluster: string; form: DestinationRuleForm }) {
  const { virtualCluster, form } = props;
  const { versions, isKnown, limitedTo } = useVersions(virtualCluster);
  const { selectorOf } = useServiceChoices(virtualCluster);
  const uses = useUsesOfHost(form.service, virtualCluster);
  const selector = selectorOf(form.service);
  const behind = selector ? versionsWith(selector, versions) : [];
  const columns: Column<SubsetForm>[] = [
    { id: "name", header: texts.subset, cell: ({ name }) => <span className="font-mono">{name}</span> },
    { id: "labels", header: texts.labels, cell: ({ labels }) => <KeyValues pairs={labels} /> },
    {
      id: "pods",
      header: texts.pods,
      cell: ({ labels }) => {
        if (!isKnown) return <Skeleton className="w-24" />;
        if (!selector) return <span className="text-muted">{texts.unknownHere}</span>;
        const picked = Object.keys(labels).length === 0 ? behind : versionsWith(labels, behind);
        if (picked.length > 0) return podsInWords(picked);
        if (limitedTo !== null) return <span className="text-muted">{texts.unknownHere}</span>;
        return <Badge tone="waiting">{texts.noPod}</Badge>;
      },
    },
    {
      id: "uses",
      header: texts.usedBy,
      cell: ({ name }) =>
        uses ? (
          <ObjectLinks
            kind="VirtualService"
            objects={uses.virtualServices.filter(({ form: { routes } }) =>
              routes.some(({ weights }) => weights.some(({ subset }) => subset === name)),
            )}
          />
        ) : (
          <Skeleton className="w-24" />
        ),
    },
  ];
  return (
    <Card
      title={texts.subsets}
      description={
        form.subsets.length === 0 ? texts.noSubsetsHelp : texts.subsetsOf({ service: form.service })
      }
      flush={form.subsets.length > 0}
    >
      {form.subsets.length > 0 ? (
        <DataTable label={texts.subsets} columns={columns} rows={form.subsets} keyOf={({ name }) => name} />
      ) : undefined}
    </Card>
  );
}
