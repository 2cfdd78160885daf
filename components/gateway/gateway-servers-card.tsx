import { ArrowRight, LockKeyhole } from "lucide-react";
import { HostName } from "@/components/gateway/host-name";
import { Badge } from "@/components/ui/badge";
import { KeyValues } from "@/components/ui/breakable";
import { Card, DescriptionList } from "@/components/ui/card";
import { TextLink } from "@/components/ui/link";
import type { Column } from "@/components/ui/table/columns";
import { DataTable } from "@/components/ui/table/data-table";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { GatewayView } from "@/lib/api/gateway";
import { dedicatedIngressName } from "@/lib/istio/gateway/ingress";
import { texts as formTexts } from "./form/texts";
import { texts } from "./texts";

/** Ingress, selector, labels and metadata of a gateway. */
export function GatewayAboutCard({ gateway }: { gateway: GatewayView }) {
  const { virtualCluster } = gateway;
  return (
    <Card title={formTexts.about}>
      <DescriptionList
        items={[
          {
            term: texts.virtualCluster,
            value: (
              <TextLink href={`/virtual-clusters/${encodeURIComponent(virtualCluster)}`}>
                {virtualCluster}
              </TextLink>
            ),
          },
          { term: texts.created, value: <RelativeTime at={gateway.createdAt} /> },
          {
            term: formTexts.ingress,
            value:
              gateway.ingress.kind === "dedicated"
                ? formTexts.itsDedicatedIngress({ ingress: dedicatedIngressName(gateway.name) })
                : formTexts.itsExistingIngress,
          },
          { term: formTexts.selector, value: <KeyValues pairs={gateway.selector} /> },
          { term: formTexts.labels, value: <KeyValues pairs={gateway.labels} /> },
          { term: formTexts.metadata, value: <KeyValues pairs={gateway.metadata} /> },
        ]}
      />
    </Card>
  );
}

type Row = GatewayView["servers"][number] & { key: string };

const columns: readonly Column<Row>[] = [
  {
    id: "secured-host",
    header: formTexts.securedHost,
    width: "32%",
    cell: ({ securedHost }) =>
      securedHost ? (
        <span className="inline-flex min-w-0 items-center gap-1.5 font-mono text-[0.8125rem]">
          <LockKeyhole aria-hidden className="size-3.5 shrink-0 text-subtle" />
          <HostName host={securedHost} />
        </span>
      ) : (
        <span className="text-subtle">{formTexts.none}</span>
      ),
  },
  {
    id: "hosts",
    header: formTexts.hosts,
    cell: ({ hosts }) => (
      <ul className="flex flex-wrap gap-x-4 font-mono text-[0.8125rem]">
        {hosts.map((host) => (
          <li key={host} className="min-w-0">
            <HostName host={host} />
          </li>
        ))}
      </ul>
    ),
  },
  {
    id: "port",
    header: formTexts.port,
    cell: ({ port }) => <span className="tabular-nums">{port}</span>,
    width: "6rem",
  },
  {
    id: "protocol",
    header: formTexts.protocol,
    width: "14rem",
    cell: ({ protocol, tls }) => (
      <span className="inline-flex items-center gap-1.5">
        <Badge tone="outline">{protocol}</Badge>
        {tls?.httpsRedirect ? (
          <span className="inline-flex items-center gap-1 text-subtle text-xs">
            <ArrowRight aria-hidden className="size-3" /> {formTexts.redirects}
          </span>
        ) : null}
      </span>
    ),
  },
];

/** The servers of a gateway: ports and hosts. */
export function GatewayServersCard({ gateway }: { gateway: GatewayView }) {
  const rows = gateway.servers.map((server, index) => ({ ...server, key: String(index) }));
  return (
    <Card title={formTexts.servers} description={formTexts.serversOfThisHelp} flush>
      <DataTable label={formTexts.servers} columns={columns} rows={rows} keyOf={({ key }) => key} />
    </Card>
  );
}
