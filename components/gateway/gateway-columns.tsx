"use client";
import { useSyncExternalStore } from "react";
import { HostName } from "@/components/gateway/host-name";
import { StatusBadge, stateStyles } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import type { Column } from "@/components/ui/table/columns";
import { formatAbsolute } from "@/components/ui/time/format-time";
import { RelativeTime, subscribeToClock } from "@/components/ui/time/relative-time";
import { validityOf } from "@/components/ui/time/validity-bar";
import type { Certificate } from "@/lib/api/certificate";
import type { GatewayView, SecuredHostView } from "@/lib/api/gateway";
import { worstFirst } from "@/lib/gateway/walk/report";
import { gatewayPaths } from "./gateway-paths";
import { walkStyles } from "./state-words";
import { texts } from "./texts";

const mono = "font-mono text-[0.8125rem]";
const dash = <span className="text-subtle">—</span>;

const name: Column<GatewayView> = {
  id: "name",
  header: texts.name,
  sortable: true,
  width: "minmax(8rem,1fr)",
  atLeastPx: 128,
  cell: (gateway) => (
    <span className={mono}>
      <Breakable text={gateway.name} />
    </span>
  ),
};

const virtualCluster: Column<GatewayView> = {
  id: "virtualCluster",
  header: texts.virtualCluster,
  sortable: true,
  width: "minmax(6rem,0.7fr)",
  cell: (gateway) => (
    <PageLink
      href={gatewayPaths.list(gateway.virtualCluster)}
      className="relative rounded-sm text-muted hover:text-ink hover:underline"
    >
      {gateway.virtualCluster}
    </PageLink>
  ),
};

const rest: readonly Column<GatewayView>[] = [
  {
    id: "securedHosts",
    header: texts.securedHosts,
    sortable: true,
    width: "minmax(16rem,1.8fr)",
    atLeastPx: 256,
    rank: 0,
    cell: ({ securedHosts, recordHosts }) => (
      <>
        {securedHosts.length > 0 ? <Hosts hosts={securedHosts} /> : recordHosts ? null : dash}
        {recordHosts ? <RecordHosts {...recordHosts} /> : null}
      </>
    ),
  },
  {
    id: "address",
    header: texts.address,
    sortable: true,
    width: "minmax(7rem,0.7fr)",
    cell: ({ securedHosts }) => {
      const addresses = unique(securedHosts.flatMap(({ address }) => address ?? []));
      return addresses.length === 0 ? (
        dash
      ) : (
        <span className={`${mono} text-muted`}>{addresses.join(", ")}</span>
      );
    },
  },
  {
    id: "nameServers",
    header: texts.nameServers,
    sortable: true,
    width: "minmax(8rem,0.9fr)",
    atLeastPx: 128,
    rank: 2,
    cell: ({ securedHosts }) => {
      const servers = unique(securedHosts.flatMap(({ nameServers }) => nameServers));
      const [first] = servers;
      if (first === undefined) return dash;
      return (
        <span className="whitespace-nowrap text-muted" title={servers.join("\n")}>
          <span className={mono}>{first.split(".")[0]}</span>
          {servers.length > 1 ? ` +${servers.length - 1}` : null}
        </span>
      );
    },
  },
  {
    id: "certificate",
    header: texts.certificate,
    sortable: true,
    width: "minmax(6rem,0.5fr)",
    atLeastPx: 96,
    cell: ({ securedHosts }) => {
      const certificates = securedHosts.flatMap(({ certificate }) => certificate ?? []);
      const soonest = certificates.sort((a, b) => (a.notAfter < b.notAfter ? -1 : 1))[0];
      return soonest ? <DaysLeft certificate={soonest} /> : dash;
    },
  },
  {
    id: "created",
    header: texts.created,
    sortable: true,
    sortsFirst: "desc",
    width: "minmax(6rem,0.5fr)",
    atLeastPx: 96,
    rank: 3,
    hideOnPhone: true,
    cell: ({ createdAt }) => <RelativeTime at={createdAt} className="whitespace-nowrap text-muted" />,
  },
];

/** Columns of the list of gateways; the list of one virtual cluster doesn't name it. */
export const gatewayColumns: readonly Column<GatewayView>[] = [name, virtualCluster, ...rest];
export const gatewayColumnsOfOne: readonly Column<GatewayView>[] = [name, ...rest];

const mostShown = 2;

/** Hosts without a certificate are only counted: a gateway can have hundreds. */
function RecordHosts({ total, attention }: NonNullable<GatewayView["recordHosts"]>) {
  return (
    <span className={cn("block text-xs", attention > 0 ? "text-blocked" : "text-subtle")}>
      {attention > 0
        ? texts.recordHostsToSee({ count: total, attention })
        : texts.recordHosts({ count: total })}
    </span>
  );
}

function Hosts({ hosts }: { hosts: readonly SecuredHostView[] }) {
  return (
    <span className="flex min-w-0 flex-col gap-1 py-0.5 sm:min-w-60 xl:min-w-76">
      {worstOnTop(hosts)
        .slice(0, mostShown)
        .map((host) => (
          <span key={`${host.port}=${host.host}`} className="flex min-w-0 flex-wrap items-center gap-x-2">
            <StatusBadge state={walkStyles[host.state].state} className="shrink-0">
              {walkStyles[host.state].label}
            </StatusBadge>
            <span className={cn(mono, "min-w-0 flex-1 basis-40")}>
              <HostName host={host.host} compact />
            </span>
          </span>
        ))}
      {hosts.length > mostShown ? (
        <span className="text-subtle text-xs">{texts.moreHosts({ count: hosts.length - mostShown })}</span>
      ) : null}
    </span>
  );
}

/** The row shows the state that the list counts and filters by. */
function worstOnTop(hosts: readonly SecuredHostView[]): readonly SecuredHostView[] {
  return hosts.toSorted((one, other) => worstFirst.indexOf(one.state) - worstFirst.indexOf(other.state));
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

const minuteInMs = 60_000;

/** The days that a certificate has left, in the color of its validity. */
function DaysLeft({ certificate }: { certificate: Certificate }) {
  const notAfter = Date.parse(certificate.notAfter);
  const now = useSyncExternalStore(
    subscribeToClock,
    () => Math.floor(Date.now() / minuteInMs) * minuteInMs,
    () => null,
  );
  if (now === null) return null;
  const validity = validityOf(
    Date.parse(certificate.notBefore),
    notAfter,
    Date.parse(certificate.renewAt),
    now,
  );
  const { daysLeft } = validity;
  return (
    <span
      className={`tabular-nums ${stateStyles[validity.state].text}`}
      title={texts.validUntil({ time: formatAbsolute(notAfter) })}
    >
      {daysLeft < 0 ? texts.expired : texts.daysLeft({ days: daysLeft })}
    </span>
  );
}
