"use client";
import { Layers } from "lucide-react";
import { lossesOfDestinationRule } from "@/components/mesh-object/losses";
import { ObjectList } from "@/components/mesh-object/object-list";
import { destinationRuleDescription } from "@/components/mesh-object/pages/kind-pages";
import { Badge } from "@/components/ui/badge";
import type { Column } from "@/components/ui/table/columns";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import { texts } from "./texts";

const columns: readonly Column<MeshObject<DestinationRuleForm>>[] = [
  {
    id: "service",
    header: texts.service,
    sortable: true,
    atLeastPx: 144,
    width: "minmax(0,1.2fr)",
    cell: ({ form }) => <span className="font-mono">{form.service}</span>,
  },
  {
    id: "subsets",
    header: texts.subsets,
    sortable: true,
    atLeastPx: 144,
    width: "minmax(0,1.2fr)",
    cell: ({ form }) =>
      form.subsets.length === 0 ? (
        "—"
      ) : (
        <span className="flex flex-wrap gap-1">
          {form.subsets.map(({ name }) => (
            <Badge key={name} className="font-mono">
              {name}
            </Badge>
          ))}
        </span>
      ),
  },
];

/** The DestinationRules of one virtual cluster, or of all. */
export function DestinationRuleList({ virtualCluster }: { virtualCluster?: string }) {
  return (
    <ObjectList<DestinationRuleForm>
      kind="DestinationRule"
      virtualCluster={virtualCluster}
      description={destinationRuleDescription}
      icon={<Layers aria-hidden />}
      emptyText={texts.noneHelp}
      columns={columns}
      lossesOf={lossesOfDestinationRule}
    />
  );
}
