import { ArrowRight, LockKeyhole } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { Column } from "@/components/ui/column";
import { DataTable } from "@/components/ui/data-table";
import type { GatewayView } from "@/lib/api/gateway";

type Row = GatewayView["servers"][number] & { key: string };

const columns: readonly Column<Row>[] = [
  {
    id: "secured-host",
    header: "Secured Host",
    cell: ({ securedHost }) =>
      securedHost ? (
        <span className="inline-flex min-w-0 items-center gap-1.5 font-mono text-[0.8125rem]">
          <LockKeyhole aria-hidden className="size-3.5 shrink-0 text-subtle" />
          <span className="break-all">{securedHost}</span>
        </span>
      ) : (
        <span className="text-subtle">none</span>
      ),
  },
  {
    id: "hosts",
    header: "Hosts",
    cell: ({ hosts }) => <span className="break-all font-mono text-[0.8125rem]">{hosts.join(", ")}</span>,
  },
  {
    id: "port",
    header: "Port",
    cell: ({ port }) => <span className="tabular-nums">{port}</span>,
    width: "6rem",
  },
  {
    id: "protocol",
    header: "Protocol",
    width: "14rem",
    cell: ({ protocol, tls }) => (
      <span className="inline-flex items-center gap-1.5">
        <Badge tone="outline">{protocol}</Badge>
        {tls?.httpsRedirect ? (
          <span className="inline-flex items-center gap-1 text-subtle text-xs">
            <ArrowRight aria-hidden className="size-3" /> redirects to HTTPS
          </span>
        ) : null}
      </span>
    ),
  },
];

/** The servers of a gateway: where it listens, for whom. */
export function GatewayServersCard({ gateway }: { gateway: GatewayView }) {
  const rows = gateway.servers.map((server, index) => ({ ...server, key: String(index) }));
  return (
    <Card title="Paths" description="Where this gateway listens, and for which hosts." flush>
      <DataTable label="Paths" columns={columns} rows={rows} keyOf={({ key }) => key} />
    </Card>
  );
}
