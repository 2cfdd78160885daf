"use client";
import { Globe, Layers, type LucideIcon, Server, Split } from "lucide-react";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import { type MeshKind, meshKinds } from "@/lib/client/mesh-objects";
import { virtualClusterPath } from "./paths";
import { useObjectCount } from "./use-first-steps";

const rows = [
  { kind: "Service", title: "Services", icon: Server },
  { kind: "DestinationRule", title: "Destination Rules", icon: Layers },
  { kind: "VirtualService", title: "Virtual Services", icon: Split },
  { kind: "ServiceEntry", title: "Service Entries", icon: Globe },
] as const satisfies readonly { kind: MeshKind; title: string; icon: LucideIcon }[];

/** How many objects of each kind there are, each number a link to its list. */
export function ObjectsCard({ virtualCluster }: { virtualCluster: string }) {
  return (
    <Card title="Objects" flush>
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <ObjectsRow key={row.kind} virtualCluster={virtualCluster} {...row} />
        ))}
      </ul>
    </Card>
  );
}

interface ObjectsRowProps {
  virtualCluster: string;
  kind: MeshKind;
  title: string;
  icon: LucideIcon;
}

function ObjectsRow({ virtualCluster, kind, title, icon: Icon }: ObjectsRowProps) {
  const count = useObjectCount(kind, virtualCluster);
  return (
    <li>
      <PageLink
        href={virtualClusterPath(virtualCluster, meshKinds[kind])}
        className="flex h-10 items-center gap-2.5 px-4 text-sm -outline-offset-2 hover:bg-hover/60"
      >
        <Icon aria-hidden className="size-4 text-subtle" />
        <span className="flex-1 text-ink">{title}</span>
        <span className="text-muted tabular-nums">{count ?? " "}</span>
      </PageLink>
    </li>
  );
}
