import type { MapEdge, MapNode } from "@/lib/api/map";
import { mapKinds } from "./map-columns";

export interface OutlineEntry {
  node: MapNode;
  /** The arrow that leads here; null at the top. */
  edge: MapEdge | null;
  children: OutlineEntry[];
  /** What follows stands at an earlier entry of the same node. */
  repeated: boolean;
}

/**
 * The picture as a nested list: what nothing leads to stands at the top, each arrow one level down. What follows a
 * node is told once, so that many hosts of one gateway do not repeat all its routes.
 */
export function outlineOf(map: { nodes: readonly MapNode[]; edges: readonly MapEdge[] }): OutlineEntry[] {
  const byId = new Map(map.nodes.map((node) => [node.id, node]));
  const outgoing = Map.groupBy(map.edges, ({ from }) => from);
  const entered = new Set(map.edges.filter(({ from }) => byId.has(from)).map(({ to }) => to));
  const told = new Set<string>();

  const entry = (node: MapNode, edge: MapEdge | null): OutlineEntry => {
    const next = outgoing.get(node.id) ?? [];
    const repeated = told.has(node.id) && next.length > 0;
    told.add(node.id);
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
