"use client";
import { Server } from "lucide-react";
import { lossesOfService } from "@/components/mesh-object/losses";
import { ObjectList } from "@/components/mesh-object/object-list";
import { serviceDescription } from "@/components/mesh-object/pages/kind-pages";
import { KeyValues } from "@/components/ui/breakable";
import type { Column } from "@/components/ui/table/columns";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { ServiceForm } from "@/lib/istio/service/form";
import { portInWords } from "./in-words";
import { texts } from "./texts";

const columns: readonly Column<MeshObject<ServiceForm>>[] = [
  {
    id: "ports",
    header: texts.ports,
    sortable: true,
    cell: ({ form }) => (
      <span className="font-mono text-xs">{form.ports.map(portInWords).join(", ") || "—"}</span>
    ),
  },
  {
    id: "selector",
    header: texts.selectors,
    sortable: true,
    width: "minmax(0,1.4fr)",
    atLeastPx: 160,
    cell: ({ form }) => <KeyValues pairs={form.selector} />,
  },
  {
    id: "type",
    header: texts.type,
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
      emptyText={texts.noneHelp}
      columns={columns}
      lossesOf={lossesOfService}
    />
  );
}
