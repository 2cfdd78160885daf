"use client";
import { useState } from "react";
import { HostName } from "@/components/gateway/host-name";
import { walkStyles } from "@/components/gateway/state-words";
import { StatusBadge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import type { Column } from "@/components/ui/table/columns";
import { DataTable } from "@/components/ui/table/data-table";
import type { GatewayDetails, RecordHostView } from "@/lib/api/gateway";
import { HostsWithoutRecords, RecordsOfHost } from "./records-of-host";
import { texts } from "./texts";

const TakeOverDialog = deferred(
  () => import("@/components/gateway/take-over/dialog").then((module) => module.TakeOverDialog),
  () => null,
);

/** The hosts of a gateway's servers that get only DNS records, each with its state, and those that can't have any. */
export function RecordHostsCard({ gateway }: { gateway: GatewayDetails }) {
  const { name, virtualCluster, dnsRecords } = gateway;
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <Card title={texts.title} description={texts.help} flush>
      {asked === null ? null : (
        <TakeOverDialog
          virtualCluster={virtualCluster}
          gateway={name}
          host={asked}
          onClose={() => setAsked(null)}
        />
      )}
      {dnsRecords.hosts.length > 0 ? (
        <DataTable
          label={texts.title}
          columns={columnsWith(virtualCluster, setAsked)}
          rows={dnsRecords.hosts}
          keyOf={({ host }) => host}
        />
      ) : dnsRecords.skipped.length > 0 ? null : (
        <p className="px-4 py-6 text-center text-subtle text-sm">{texts.none}</p>
      )}
      <HostsWithoutRecords parts={dnsRecords.skipped} />
    </Card>
  );
}

function columnsWith(
  virtualCluster: string,
  takeOver: (host: string) => void,
): readonly Column<RecordHostView>[] {
  return [
    {
      id: "host",
      header: texts.host,
      width: "30%",
      cell: ({ host, port }) => (
        <span className="min-w-0">
          <span className="block break-all font-mono text-[0.8125rem] text-ink">
            <HostName host={host} />
          </span>
          <span className="text-subtle text-xs">{texts.onPort({ port: String(port) })}</span>
        </span>
      ),
    },
    {
      id: "state",
      header: texts.state,
      width: "9rem",
      cell: ({ state, answersBy }) => (
        <StatusBadge state={walkStyles[state].state}>
          {state !== "serving" ? walkStyles[state].label : answersBy === null ? texts.inDns : texts.answers}
        </StatusBadge>
      ),
    },
    {
      id: "records",
      header: texts.records,
      cell: (host) => (
        <RecordsOfHost host={host} virtualCluster={virtualCluster} onTakeOver={() => takeOver(host.host)} />
      ),
    },
  ];
}
