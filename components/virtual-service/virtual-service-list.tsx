"use client";
import { Split } from "lucide-react";
import { ObjectList } from "@/components/mesh-object/object-list";
import type { Column } from "@/components/ui/column";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { virtualServiceDescription } from "./description";
import { lossesOfVirtualService } from "./losses-of-virtual-service";

type Row = MeshObject<VirtualServiceForm>;

const columns: readonly Column<Row>[] = [
  { id: "hosts", header: "Hosts", width: "minmax(0,1.4fr)", cell: ({ form }) => form.hosts.join(", ") },
  {
    id: "gateways",
    header: "Gateways",
    cell: ({ form }) => (form.gateways.length > 0 ? form.gateways.join(", ") : "mesh"),
  },
  {
    id: "destinations",
    header: "Destinations",
    hideOnPhone: true,
    cell: ({ form }) =>
      [...new Set(form.routes.flatMap(({ weights }) => weights.map(({ destination }) => destination)))].join(
        ", ",
      ) || "—",
  },
  {
    id: "routes",
    header: "Routes",
    width: "4.5rem",
    align: "end",
    cell: ({ form }) => <span className="tabular-nums">{form.routes.length}</span>,
  },
];

/** The Virtual Services of one virtual cluster, or of all. */
export function VirtualServiceList({ virtualCluster }: { virtualCluster?: string }) {
  return (
    <ObjectList<VirtualServiceForm>
      kind="VirtualService"
      virtualCluster={virtualCluster}
      description={virtualServiceDescription}
      icon={<Split aria-hidden />}
      emptyText="A Virtual Service takes the requests of a gateway to your services, and splits them among versions: 90 % to one, 10 % to the next. Create the service, its destination rule and a gateway first."
      columns={columns}
      lossesOf={lossesOfVirtualService}
    />
  );
}
