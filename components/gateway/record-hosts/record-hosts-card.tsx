"use client";
import { useState } from "react";
import { HostName, Readable } from "@/components/gateway/host-name";
import { walkStyles } from "@/components/gateway/state-words";
import { StatusBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import type { Column } from "@/components/ui/table/columns";
import { DataTable } from "@/components/ui/table/data-table";
import { Countdown } from "@/components/ui/time/relative-time";
import type { GatewayDetails, RecordHostView } from "@/lib/api/gateway";
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
          columns={columnsWith(setAsked)}
          rows={dnsRecords.hosts}
          keyOf={({ host }) => host}
        />
      ) : dnsRecords.skipped.length > 0 ? null : (
        <p className="px-4 py-6 text-center text-subtle text-sm">{texts.none}</p>
      )}
      <Skipped parts={dnsRecords.skipped} />
    </Card>
  );
}

function columnsWith(takeOver: (host: string) => void): readonly Column<RecordHostView>[] {
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
      cell: ({ state }) => (
        <StatusBadge state={walkStyles[state].state}>
          {state === "serving" ? texts.inDns : walkStyles[state].label}
        </StatusBadge>
      ),
    },
    {
      id: "records",
      header: texts.records,
      cell: (host) => <Records host={host} onTakeOver={() => takeOver(host.host)} />,
    },
  ];
}

/** What is in DNS or, while something is in the way, what you can do. */
function Records({ host, onTakeOver }: { host: RecordHostView; onTakeOver: () => void }) {
  const { state, values, ours, note, remedy, canTakeOver, retryAt } = host;
  const isDone = state === "serving";
  // The button does what the remedy says.
  const unfinished = canTakeOver ? note : (remedy ?? note);
  const says = isDone ? (ours === false ? texts.ofOthers : null) : unfinished;
  const isInZone = isDone || state === "waiting" || state === "working";
  return (
    <div className="min-w-0 text-sm">
      {isInZone && values.length > 0 ? (
        <ul className="flex flex-wrap gap-x-4 font-mono text-[0.8125rem] text-muted">
          {values.map((value) => (
            <li key={value} className="break-all">
              {value}
            </li>
          ))}
        </ul>
      ) : null}
      {values.length === 0 && says === null ? <span className="text-subtle">{texts.notKnown}</span> : null}
      {says === null ? null : (
        <p className="wrap-anywhere text-pretty text-muted">
          <Readable text={says} />
          {!isDone && retryAt ? (
            <span className="text-subtle">
              {" "}
              <Countdown to={retryAt} prefix={`${texts.nextCheckIn} `} dueText={texts.checkingNow} />.
            </span>
          ) : null}
        </p>
      )}
      {canTakeOver ? (
        <Button
          size="sm"
          className="mt-1.5"
          aria-label={texts.takeOverOf({ host: host.host })}
          onClick={onTakeOver}
        >
          {texts.takeOver}
        </Button>
      ) : null}
    </div>
  );
}

function Skipped({ parts }: { parts: GatewayDetails["dnsRecords"]["skipped"] }) {
  if (parts.length === 0) return null;
  return (
    <section className="border-line border-t bg-sunken/60 px-4 py-3 text-muted text-sm">
      <h3 className="font-medium text-ink">{texts.skipped}</h3>
      <p>{texts.skippedHelp({ count: parts.length })}</p>
      <ul className="mt-1 list-disc space-y-0.5 pl-5">
        {parts.map(({ part, reason }) => (
          <li key={part} className="wrap-anywhere">
            <code className="font-mono text-[0.8125rem]">{part}</code> – {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
