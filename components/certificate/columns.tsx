import { Fragment } from "react";
import { HostName } from "@/components/gateway/host-name";
import { CopyButton } from "@/components/ui/copy-button";
import { PageLink } from "@/components/ui/link";
import type { Column } from "@/components/ui/table/columns";
import { RelativeTime } from "@/components/ui/time/relative-time";
import { ValidityBar } from "@/components/ui/time/validity-bar";
import { gatewayPath, virtualClusterPath } from "@/components/virtual-cluster/paths";
import type { ListedCertificate } from "@/lib/api/certificate";
import { texts } from "./texts";

const above = "relative rounded-sm underline-offset-3 hover:underline";

/** The table of certificates. */
export const certificateColumns: readonly Column<ListedCertificate>[] = [
  {
    id: "names",
    header: texts.names,
    sortable: true,
    atLeastPx: 176,
    width: "minmax(0,1.6fr)",
    cell: ({ host, names }) => {
      const others = names.filter((name) => name !== host);
      return (
        <span className="block min-w-0 font-mono text-[0.8125rem]">
          <HostName host={host} />
          {others.length > 0 ? (
            <span className="block font-normal text-subtle text-xs">
              {others.map((name, index) => (
                <Fragment key={name}>
                  {index > 0 ? ", " : null}
                  <HostName host={name} compact />
                </Fragment>
              ))}
            </span>
          ) : null}
        </span>
      );
    },
  },
  {
    id: "gateway",
    header: texts.gateway,
    sortable: true,
    atLeastPx: 144,
    width: "minmax(0,1.3fr)",
    cell: ({ virtualCluster, gateway }) => (
      <span className="font-mono text-[0.8125rem]">
        <PageLink href={virtualClusterPath(virtualCluster)} className={`${above} text-muted`}>
          {virtualCluster}
        </PageLink>
        <span className="text-subtle"> / </span>
        <PageLink href={gatewayPath(virtualCluster, gateway)} className={above}>
          {gateway}
        </PageLink>
      </span>
    ),
  },
  {
    id: "issuer",
    header: texts.issuer,
    sortable: true,
    rank: 2,
    cell: ({ issuer }) => <span className="text-muted">{issuer}</span>,
  },
  {
    id: "serial",
    header: texts.serial,
    width: "9rem",
    atLeastPx: 144,
    rank: 3,
    cell: ({ serial, host }) => (
      <span className="relative inline-flex items-center gap-1 font-mono text-muted text-xs" title={serial}>
        {serial.length > 12 ? `${serial.slice(0, 6)}…${serial.slice(-4)}` : serial}
        <CopyButton text={serial} label={texts.copySerial({ host })} />
      </span>
    ),
  },
  {
    id: "validity",
    header: texts.validity,
    sortable: true,
    atLeastPx: 128,
    rank: 0,
    width: "minmax(8rem,1fr)",
    cell: ({ host, notBefore, notAfter, renewAt }) => (
      <ValidityBar
        compact
        label={texts.validityOf({ host })}
        notBefore={notBefore}
        notAfter={notAfter}
        renewAt={renewAt}
      />
    ),
  },
  {
    id: "renewal",
    header: texts.renewal,
    sortable: true,
    cell: ({ renewAt, renewalProblem }) => (
      <span className="block">
        <RelativeTime at={renewAt} />
        {renewalProblem ? (
          <span className="block whitespace-normal break-words text-failed text-xs" title={renewalProblem}>
            {renewalProblem}
          </span>
        ) : null}
      </span>
    ),
  },
];
