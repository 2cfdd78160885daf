"use client";
import { Split } from "lucide-react";
import { lossesOfVirtualService } from "@/components/mesh-object/losses";
import { ObjectList } from "@/components/mesh-object/object-list";
import { virtualServiceDescription } from "@/components/mesh-object/pages/kind-pages";
import type { Column } from "@/components/ui/table/columns";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { texts } from "./texts";

type Row = MeshObject<VirtualServiceForm>;

const columns: readonly Column<Row>[] = [
  {
    id: "hosts",
    header: texts.hosts,
    sortable: true,
    width: "minmax(0,1.4fr)",
    atLeastPx: 160,
    cell: ({ form }) => form.hosts.join(", "),
  },
  {
    id: "gateways",
    header: texts.gateways,
    sortable: true,
    cell: ({ form }) => (form.gateways.length > 0 ? form.gateways.join(", ") : "mesh"),
  },
  {
    id: "destinations",
    header: texts.destinations,
    sortable: true,
    rank: 2,
    hideOnPhone: true,
    cell: ({ form }) =>
      [...new Set(form.routes.flatMap(({ weights }) => weights.map(({ destination }) => destination)))].join(
        ", ",
      ) || "—",
  },
  {
    id: "routes",
    header: texts.routes,
    sortable: true,
    sortsFirst: "desc",
    width: "4.5rem",
    atLeastPx: 72,
    rank: 2,
    align: "end",
    cell: ({ form }) => <span className="tabular-nums">{form.routes.length}</span>,
  },
];

/** The VirtualServices of one virtual cluster, or of all. */
export function VirtualServiceList({ virtualCluster }: { virtualCluster?: string }) {
  return (
    <ObjectList<VirtualServiceForm>
      kind="VirtualService"
      virtualCluster={virtualCluster}
      description={virtualServiceDescription}
      icon={<Split aria-hidden />}
      emptyText={texts.noneHelp}
      columns={columns}
      lossesOf={lossesOfVirtualService}
    />
  );
}
