import { SeverityIcon } from "@/components/mesh-object/findings";
import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { TextLink } from "@/components/ui/link";
import type { MapEdge, MapNode, RoutesMap } from "@/lib/api/map";
import { mapColumns, mapKinds } from "./map-layout";
import { mapIcons } from "./map-node-view";
import { texts } from "./texts";

/** The same as the picture, as a nested list: for screen readers, for phones, and for those who prefer to read. */
export function MapOutline({ map, label }: { map: RoutesMap; label: string }) {
  return (
    <div className="p-4">
      <OutlineList entries={outlineOf(map)} label={label} />
    </div>
  );
}

function OutlineList({ entries, label }: { entries: readonly OutlineEntry[]; label?: string }) {
  return (
    <ul
      aria-label={label}
      className={label ? "space-y-4" : "ml-2 border-line border-l pl-3 sm:ml-2.5 sm:pl-5"}
    >
      {entries.map((entry) => (
        <OutlineItem key={entry.edge?.id ?? entry.node.id} {...entry} />
      ))}
    </ul>
  );
}

function OutlineItem({ node, edge, children, repeated }: OutlineEntry) {
  const Icon = mapIcons[node.kind];
  const label = edge?.weight === null || edge === null ? edge?.label : `${edge.weight}%`;
  // A gateway's own line already shows the port of an arrow to it.
  const share = label && node.note?.includes(label) ? null : label;
  return (
    <li>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5 py-1 text-sm">
        <Icon aria-hidden className="size-4 shrink-0 text-subtle" />
        <span className="text-subtle text-xs">{mapColumns[node.kind].title}</span>
        {node.link ? (
          <TextLink href={node.link} className="min-w-0 font-mono text-xs">
            <Breakable text={node.label} />
          </TextLink>
        ) : (
          <span className="min-w-0 font-mono text-ink text-xs">
            <Breakable text={node.label} />
          </span>
        )}
        {share ? <Badge tone="accent">{share}</Badge> : null}
        {node.missing ? <Badge tone="failed">{texts.notThere}</Badge> : null}
        {node.note ? <span className="min-w-0 text-muted text-xs">{node.note}</span> : null}
        {repeated ? <span className="text-subtle text-xs">{texts.seeAbove}</span> : null}
      </div>
      {node.findings.map((finding) => (
        <p key={`${finding.code} ${finding.message}`} className="flex gap-1.5 pb-1 pl-6 text-muted text-xs">
          <SeverityIcon severity={finding.severity} className="mt-0.5 size-3.5" />
          <span className="min-w-0">{finding.message}</span>
        </p>
      ))}
      {children.length > 0 ? <OutlineList entries={children} /> : null}
    </li>
  );
}

export interface OutlineEntry {
  node: MapNode;
  /** The arrow that leads here; null at the top. */
  edge: MapEdge | null;
  children: OutlineEntry[];
  /** What follows is listed at an earlier entry of the same node. */
  repeated: boolean;
}

/**
 * The picture as a nested list: nodes without an incoming arrow are at the top, each arrow is one level down. What
 * follows a node is listed once, so that many hosts of one gateway don't repeat all its routes.
 */
export function outlineOf(map: { nodes: readonly MapNode[]; edges: readonly MapEdge[] }): OutlineEntry[] {
  const byId = new Map(map.nodes.map((node) => [node.id, node]));
  const outgoing = Map.groupBy(map.edges, ({ from }) => from);
  const entered = new Set(map.edges.filter(({ from }) => byId.has(from)).map(({ to }) => to));
  const shown = new Set<string>();

  const entry = (node: MapNode, edge: MapEdge | null): OutlineEntry => {
    const next = outgoing.get(node.id) ?? [];
    const repeated = shown.has(node.id) && next.length > 0;
    shown.add(node.id);
    if (repeated) return { node, edge, children: [], repeated };
    const children = next.flatMap((arrow) => {
      const to = byId.get(arrow.to);
      return to ? [entry(to, arrow)] : [];
    });
    return { node, edge, children, repeated };
  };
  return map.nodes
    .filter(({ id }) => !entered.has(id))
    .sort((one, other) => mapKinds.indexOf(one.kind) - mapKinds.indexOf(other.kind))
    .map((node) => entry(node, null));
}
