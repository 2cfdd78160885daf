"use client";
import { Globe } from "lucide-react";
import { lossesOfServiceEntry } from "@/components/mesh-object/losses";
import { ObjectList } from "@/components/mesh-object/object-list";
import { serviceEntryDescription } from "@/components/mesh-object/pages/kind-pages";
import type { Column } from "@/components/ui/table/columns";
import type { MeshObject } from "@/lib/api/mesh-object";
import type { ServiceEntryForm } from "@/lib/istio/service-entry/form";
import { inWords, locationOptions } from "./entry-words";
import { texts } from "./texts";

const columns: readonly Column<MeshObject<ServiceEntryForm>>[] = [
  {
    id: "hosts",
    header: texts.hosts,
    sortable: true,
    atLeastPx: 160,
    width: "minmax(0,1.6fr)",
    cell: ({ form }) => <span className="break-words font-mono text-xs">{form.hosts.join(", ")}</span>,
  },
  {
    id: "ports",
    header: texts.ports,
    sortable: true,
    cell: ({ form }) => (
      <span className="font-mono text-xs">
        {form.ports.map(({ port, protocol }) => `${port}/${protocol}`).join(", ") || "—"}
      </span>
    ),
  },
  {
    id: "location",
    header: texts.location,
    sortable: true,
    rank: 2,
    hideOnPhone: true,
    cell: ({ form }) => inWords(locationOptions, form.location ?? "MESH_EXTERNAL"),
  },
];

/** The ServiceEntries of one virtual cluster, or of all. */
export function ServiceEntryList({ virtualCluster }: { virtualCluster?: string }) {
  return (
    <ObjectList<ServiceEntryForm>
      kind="ServiceEntry"
      virtualCluster={virtualCluster}
      description={serviceEntryDescription}
      icon={<Globe aria-hidden />}
      emptyText={texts.noneHelp}
      columns={columns}
      lossesOf={lossesOfServiceEntry}
    />
  );
}
