"use client";
import { Server } from "lucide-react";
import { lossesOfService } from "@/components/mesh-object/losses";
import { ObjectList } from "@/components/mesh-object/object-list";
import { serviceDescription } from "@/components/mesh-object/pages/descriptions";
import { KeyValues } from "@/components/ui/breakable";
import type { Column } from "@/components/ui/table/columns";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { ServiceForm } from "@/lib/istio/service/form";
import { portInWords } from "./in-words";

const columns: readonly Column<MeshObject<ServiceForm>>[] = [
  {
    id: "ports",
    header: "Ports",
    sortable: true,
    cell: ({ form }) => (
      <span className="font-mono text-xs">{form.ports.map(portInWords).join(", ") || "—"}</span>
    ),
  },
  {
    id: "selector",
    header: "Selectors",
    sortable: true,
    width: "minmax(0,1.4fr)",
    atLeastPx: 160,
    cell: ({ form }) => <KeyValues pairs={form.selector} />,
  },
  {
    id: "type",
    header: "Type",
    sortable: true,
    width: "7.5rem",
    atLeastPx: 120,
    rank: 2,
    hideOnPhone: true,
    cell: ({ form }) => form.type ?? "ClusterIP",
  },
];

/** The Services of one virtual cluster, or of all. */
export function ServiceList({ virtualCluster }: { virtualCluster?: string }) {
  return (
    <ObjectList<ServiceForm>
      kind="Service"
      virtualCluster={virtualCluster}
      description={serviceDescription}
      icon={<Server aria-hidden />}
      emptyText="A Service gives the pods of an application one name inside the cluster. Choose them by their labels; then divide them into versions by a destination rule, and lead a gateway’s requests there by a virtual service."
      columns={columns}
      lossesOf={lossesOfService}
    />
  );
}
