import type { Column } from "@/components/ui/column";
import { DataTable } from "@/components/ui/data-table";
import type { ServicePortForm } from "@/lib/istio/service/form";

const columns: readonly Column<ServicePortForm>[] = [
  { id: "port", header: "Port", cell: ({ port }) => <span className="font-mono">{port}</span> },
  {
    id: "target",
    header: "Target port",
    cell: ({ port, targetPort }) => <span className="font-mono">{targetPort ?? port}</span>,
  },
  { id: "protocol", header: "Protocol", cell: ({ protocol }) => protocol },
  {
    id: "name",
    header: "Name",
    cell: ({ name }) => (name ? <span className="font-mono">{name}</span> : "—"),
  },
];

/** The ports of a Service, to be read. */
export function ServicePorts({ ports }: { ports: readonly ServicePortForm[] }) {
  return (
    <DataTable
      label="Ports"
      columns={columns}
      rows={ports}
      keyOf={({ port, protocol }) => `${port}/${protocol}`}
    />
  );
}
