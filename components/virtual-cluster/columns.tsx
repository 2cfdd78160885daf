import type { ReactNode } from "react";
import { Badge, StatusBadge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import type { Column } from "@/components/ui/table/columns";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { texts } from "./texts";

const name: Column<VirtualCluster> = {
  id: "name",
  header: texts.name,
  sortable: true,
  cell: (row) => <span className="font-mono text-[0.8125rem]">{row.name}</span>,
  width: "minmax(9rem,1.2fr)",
};

const managedColumns: readonly Column<VirtualCluster>[] = [
  name,
  {
    id: "provider",
    header: texts.dnsProvider,
    sortable: true,
    cell: ({ provider, providerInherited }) => (
      <span className={cn("whitespace-nowrap", !provider && "text-blocked")}>
        {provider ?? texts.notSetUp}
        {providerInherited ? <span className="text-subtle"> {texts.inherited}</span> : null}
      </span>
    ),
  },
  {
    id: "securedHosts",
    header: texts.securedHosts,
    sortable: true,
    sortsFirst: "desc",
    cell: ({ securedHosts }) => <SecuredHostCounts counts={securedHosts} />,
    width: "minmax(0,1.6fr)",
  },
  {
    id: "gateways",
    header: texts.gateways,
    sortable: true,
    sortsFirst: "desc",
    cell: ({ gateways }) => gateways,
    align: "end",
    width: "7rem",
  },
  {
    id: "services",
    header: texts.services,
    sortable: true,
    sortsFirst: "desc",
    cell: ({ services }) => services,
    align: "end",
    width: "7rem",
  },
  {
    id: "injection",
    header: texts.sidecars,
    sortable: true,
    cell: ({ injection }) =>
      injection ? (
        <Badge tone="done">{texts.injected}</Badge>
      ) : (
        <Badge tone="outline">{texts.notInjected}</Badge>
      ),
    width: "8rem",
  },
];

const otherColumns: readonly Column<VirtualCluster>[] = [
  name,
  {
    id: "managed",
    header: texts.managed,
    sortable: true,
    sortsFirst: "desc",
    cell: ({ managed }) =>
      managed ? (
        <Badge tone="accent">{texts.virtualCluster}</Badge>
      ) : (
        <Badge tone="outline">{texts.notManaged}</Badge>
      ),
    width: "9rem",
  },
  {
    id: "reason",
    header: texts.why,
    cell: ({ managed, reason }) => (
      <span className="whitespace-normal text-muted text-xs" title={reason}>
        {managed ? reason : whyNot(reason)}
      </span>
    ),
    width: "minmax(0,3fr)",
  },
];

/** The columns of the list; if it includes other namespaces, also why each is or isn't a virtual cluster. */
export function columnsOf(
  withOthers: boolean,
  takeButton: (row: VirtualCluster) => ReactNode,
): readonly Column<VirtualCluster>[] {
  if (!withOthers) return managedColumns;
  return [
    ...otherColumns,
    {
      id: "take",
      header: texts.add,
      headerHidden: true,
      cell: (row) => <div className="relative sm:text-right">{row.managed ? null : takeButton(row)}</div>,
      width: "13rem",
    },
  ];
}

/** Without the command, because the row's own button does it. */
function whyNot(reason: string): string {
  return reason.replace(/ (?:If you’re sure, add|Add) it as a virtual cluster, or run: .*$/, "");
}

/** How many Secured Hosts serve, are in progress, or need you. */
export function SecuredHostCounts({ counts }: { counts: VirtualCluster["securedHosts"] }) {
  const { serving, working, attention } = counts;
  if (serving + working + attention === 0) return <span className="text-subtle">{texts.none}</span>;
  return (
    <span className="inline-flex flex-wrap gap-1">
      {attention > 0 ? (
        <StatusBadge state="blocked">{texts.needAttention({ count: attention })}</StatusBadge>
      ) : null}
      {working > 0 ? <StatusBadge state="waiting">{texts.onTheWay({ count: working })}</StatusBadge> : null}
      {serving > 0 ? <StatusBadge state="done">{texts.serving({ count: serving })}</StatusBadge> : null}
    </span>
  );
}

/** Names of what is missing, one per line. */
export function NamesList({ names }: { names: readonly string[] }) {
  return (
    <ul className="mt-1 list-disc pl-5 font-mono text-xs">
      {names.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  );
}
