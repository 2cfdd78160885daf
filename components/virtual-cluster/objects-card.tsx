"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Globe, Layers, type LucideIcon, Package, Server, Split } from "lucide-react";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/link";
import { applicationsQuery } from "@/lib/client/applications";
import { type MeshKind, meshKinds } from "@/lib/client/mesh-objects";
import { useObjectCount } from "./first-steps-card";
import { virtualClusterPath } from "./paths";
import { texts } from "./texts";

const rows = [
  { kind: "Service", title: texts.services, icon: Server },
  { kind: "DestinationRule", title: texts.destinationRules, icon: Layers },
  { kind: "VirtualService", title: texts.virtualServices, icon: Split },
  { kind: "ServiceEntry", title: texts.serviceEntries, icon: Globe },
] as const satisfies readonly { kind: MeshKind; title: string; icon: LucideIcon }[];

/** The number of objects of each kind, each a link to its list. */
export function ObjectsCard({ virtualCluster }: { virtualCluster: string }) {
  return (
    <Card title={texts.objects} flush>
      <ul className="divide-y divide-line">
        <ApplicationsRow virtualCluster={virtualCluster} />
        {rows.map((row) => (
          <KindRow key={row.kind} virtualCluster={virtualCluster} {...row} />
        ))}
      </ul>
    </Card>
  );
}

function ApplicationsRow({ virtualCluster }: { virtualCluster: string }) {
  const count = useInfiniteQuery(applicationsQuery({ virtualCluster })).data?.pages[0]?.total;
  const href = virtualClusterPath(virtualCluster, "applications");
  return <Row href={href} title={texts.applications} icon={Package} count={count} />;
}

interface KindRowProps {
  virtualCluster: string;
  kind: MeshKind;
  title: string;
  icon: LucideIcon;
}

function KindRow({ virtualCluster, kind, title, icon }: KindRowProps) {
  const count = useObjectCount(kind, virtualCluster);
  return (
    <Row href={virtualClusterPath(virtualCluster, meshKinds[kind])} title={title} icon={icon} count={count} />
  );
}

interface RowProps {
  href: string;
  title: string;
  icon: LucideIcon;
  count: number | undefined;
}

function Row({ href, title, icon: Icon, count }: RowProps) {
  return (
    <li>
      <PageLink
        href={href}
        className="flex h-10 items-center gap-2.5 px-4 text-sm -outline-offset-2 hover:bg-hover/60"
      >
        <Icon aria-hidden className="size-4 text-subtle" />
        <span className="flex-1 text-ink">{title}</span>
        <span className="text-muted tabular-nums">{count ?? " "}</span>
      </PageLink>
    </li>
  );
}
