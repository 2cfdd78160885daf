import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/link";
import type { Column } from "@/components/ui/table/columns";
import { DataTable } from "@/components/ui/table/data-table";
import type { IngressView } from "@/lib/api/istio";
import { PartBadge } from "./parts-card";
import { texts } from "./texts";

const columns: readonly Column<IngressView>[] = [
  {
    id: "name",
    header: texts.name,
    cell: ({ namespace, name, dedicatedTo }) => (
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="font-mono text-xs">
          <span className="text-subtle">{namespace}/</span>
          <wbr />
          <Breakable text={name} />
        </span>
        {dedicatedTo ? <Badge tone="accent">{texts.onlyFor({ gateway: dedicatedTo })}</Badge> : null}
      </span>
    ),
  },
  {
    id: "state",
    header: texts.state,
    cell: ({ state, note, remedy }) => (
      <span className="grid justify-items-start gap-0.5">
        <PartBadge state={state} />
        {state === "ok" ? null : (
          <span className="text-muted text-xs">{remedy ? `${note} ${remedy}` : note}</span>
        )}
      </span>
    ),
  },
  {
    id: "address",
    header: texts.address,
    cell: ({ address }) =>
      address ? (
        <span className="font-mono text-xs">{address}</span>
      ) : (
        <span className="text-subtle">{texts.noAddress}</span>
      ),
  },
  {
    id: "ports",
    header: texts.ports,
    cell: ({ ports }) => <span className="tabular-nums">{ports.join(", ") || "—"}</span>,
  },
  { id: "version", header: texts.version, cell: ({ version }) => version ?? "—" },
  {
    id: "replicas",
    header: texts.ready,
    align: "end",
    cell: ({ ready, replicas }) => texts.countOf({ count: ready, total: replicas }),
  },
  {
    id: "gateways",
    header: texts.gateways,
    cell: ({ gateways }) => <GatewayLinks gateways={gateways} />,
  },
];

const mostLinks = 3;

function GatewayLinks({ gateways }: Pick<IngressView, "gateways">) {
  if (gateways.length === 0) return <span className="text-subtle">{texts.noGateways}</span>;
  return (
    <span className="flex flex-wrap gap-x-2 gap-y-0.5">
      {gateways.slice(0, mostLinks).map((gateway) => {
        const [namespace = "", name = ""] = gateway.split("/");
        const href = `/virtual-clusters/${encodeURIComponent(namespace)}/gateways/${encodeURIComponent(name)}`;
        return (
          <TextLink key={gateway} href={href} className="font-mono text-xs">
            <Breakable text={name} />
          </TextLink>
        );
      })}
      {gateways.length > mostLinks ? (
        <span>{texts.andMore({ count: gateways.length - mostLinks })}</span>
      ) : null}
    </span>
  );
}

/** The ingress gateways of the cluster: where requests enter. */
export function IngressesCard({ items }: { items: readonly IngressView[] }) {
  return (
    <Card title={texts.ingressGateways} description={texts.ingressHelp} flush>
      {items.length === 0 ? (
        <p className="px-4 py-8 text-center text-muted text-sm">{texts.noIngress}</p>
      ) : (
        <DataTable
          label={texts.ingressGateways}
          columns={columns}
          rows={items}
          keyOf={({ namespace, name }) => `${namespace}/${name}`}
        />
      )}
    </Card>
  );
}
