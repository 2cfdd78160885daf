import { Graph, layout } from "@dagrejs/dagre";
import type { MapEdge, MapNode, MapNodeKind } from "@/lib/api/map";
import { mapKinds } from "./map-columns";

export const nodeWidthInPixels = 164;
export const nodeHeightInPixels = 66;
const columnGapInPixels = 50;
const rowGapInPixels = 16;
/** Room above the first node for the titles of the columns. */
const headInPixels = 44;

export interface PlacedNode {
  node: MapNode;
  x: number;
  y: number;
}

export interface MapLayout {
  nodes: PlacedNode[];
  columns: { kind: MapNodeKind; x: number }[];
  widthInPixels: number;
  heightInPixels: number;
}

const root = "\0root";

/**
 * Where each node of the picture stands, in pixels from the top left: a kind is a column, columns of which there is
 * nothing are left out, and dagre orders the rows so that few arrows cross. The same nodes in the same order give
 * the same picture.
 */
export function layoutMap(map: { nodes: readonly MapNode[]; edges: readonly MapEdge[] }): MapLayout {
  const kinds = mapKinds.filter((kind) => map.nodes.some((node) => node.kind === kind));
  const columnOf = new Map(map.nodes.map((node) => [node.id, kinds.indexOf(node.kind)]));
  const columnX = (column: number) => column * (nodeWidthInPixels + columnGapInPixels);
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: rowGapInPixels, ranksep: columnGapInPixels });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of map.nodes) graph.setNode(id, { width: nodeWidthInPixels, height: nodeHeightInPixels });

  const entered = new Set<string>();
  for (const { from, to } of map.edges) {
    const length = (columnOf.get(to) ?? 0) - (columnOf.get(from) ?? 0);
    if (!columnOf.has(from) || !columnOf.has(to) || length <= 0) continue;
    graph.setEdge(from, to, { minlen: length });
    entered.add(to);
  }
  // An unseen root holds every path at the column where it begins; without it dagre would put them all leftmost.
  graph.setNode(root, { width: 0, height: 0 });
  for (const { id } of map.nodes)
    if (!entered.has(id)) graph.setEdge(root, id, { minlen: (columnOf.get(id) ?? 0) + 1, weight: 0 });
  if (map.nodes.length > 0) layout(graph);

  const centers = map.nodes.map(({ id }) => (graph.node(id) as { y: number }).y);
  const top = Math.min(...centers, Number.POSITIVE_INFINITY);
  const nodes = map.nodes.map((node, index) => ({
    node,
    x: columnX(columnOf.get(node.id) ?? 0),
    y: headInPixels + (centers[index] ?? top) - top,
  }));
  return {
    nodes,
    columns: kinds.map((kind, column) => ({ kind, x: columnX(column) })),
    widthInPixels: Math.max(0, columnX(kinds.length) - columnGapInPixels),
    heightInPixels: Math.max(0, ...nodes.map(({ y }) => y + nodeHeightInPixels)),
  };
}
