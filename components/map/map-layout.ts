import { Graph, layout } from "@dagrejs/dagre";
import type { MapEdge, MapNode, MapNodeKind } from "@/lib/api/map";
import { texts } from "./texts";

export const nodeWidthInPixels = 164;
export const nodeHeightInPixels = 66;
const columnGapInPixels = 50;
const rowGapInPixels = 16;
/** Space above the first node for the column titles. */
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
 * The position of each node in the picture, in pixels from the top left. Each kind is a column; empty columns are
 * omitted. Connected nodes stay together, the longest paths on top; within those, dagre orders the rows so that few
 * arrows cross. The same nodes in the same order give the same picture.
 */
export function layoutMap(map: { nodes: readonly MapNode[]; edges: readonly MapEdge[] }): MapLayout {
  const kinds = mapKinds.filter((kind) => map.nodes.some((node) => node.kind === kind));
  const columnOf = ({ kind }: MapNode) => kinds.indexOf(kind);
  const columnX = (column: number) => column * (nodeWidthInPixels + columnGapInPixels);
  const columnsIn = (part: readonly MapNode[]) => new Set(part.map(columnOf)).size;
  const parts = connectedParts(map.nodes, map.edges).sort((one, other) => columnsIn(other) - columnsIn(one));
  const edgesOf = edgesByPart(parts, map.edges);

  const yOf = new Map<string, number>();
  let top = headInPixels;
  for (const part of parts) {
    const rows = rowsOf(part, edgesOf.get(part) ?? [], columnOf);
    for (const [id, y] of rows) yOf.set(id, top + y);
    top += Math.max(...rows.values()) + nodeHeightInPixels + rowGapInPixels;
  }
  const nodes = map.nodes.map((node) => ({ node, x: columnX(columnOf(node)), y: yOf.get(node.id) ?? 0 }));
  return {
    nodes,
    columns: kinds.map((kind, column) => ({ kind, x: columnX(column) })),
    widthInPixels: Math.max(0, columnX(kinds.length) - columnGapInPixels),
    heightInPixels: Math.max(0, ...nodes.map(({ y }) => y + nodeHeightInPixels)),
  };
}

function edgesByPart(
  parts: readonly MapNode[][],
  edges: readonly MapEdge[],
): Map<MapNode[] | undefined, MapEdge[]> {
  const partOf = new Map(parts.flatMap((part) => part.map(({ id }) => [id, part] as const)));
  return Map.groupBy(edges, ({ from }) => partOf.get(from));
}

/** The distance of each node of a part from its topmost node. */
function rowsOf(
  part: readonly MapNode[],
  edges: readonly MapEdge[],
  columnOf: (node: MapNode) => number,
): Map<string, number> {
  const columns = new Map(part.map((node) => [node.id, columnOf(node)]));
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", nodesep: rowGapInPixels, ranksep: columnGapInPixels });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of part) graph.setNode(id, { width: nodeWidthInPixels, height: nodeHeightInPixels });

  const entered = new Set<string>();
  for (const { from, to } of edges) {
    const length = (columns.get(to) ?? 0) - (columns.get(from) ?? 0);
    if (!columns.has(from) || !columns.has(to) || length <= 0) continue;
    graph.setEdge(from, to, { minlen: length });
    entered.add(to);
  }
  // An invisible root keeps every path in its first column; without it, dagre would put them all leftmost.
  graph.setNode(root, { width: 0, height: 0 });
  for (const [id, column] of columns)
    if (!entered.has(id)) graph.setEdge(root, id, { minlen: column + 1, weight: 0 });
  layout(graph);

  const centers = part.map(({ id }) => (graph.node(id) as { y: number }).y);
  const first = Math.min(...centers);
  return new Map(part.map(({ id }, index) => [id, (centers[index] ?? first) - first]));
}

/** The names of the columns, from the outside inwards; `one` is a single node in running text. */
export const mapColumns = {
  host: { title: texts.host, one: "host" },
  gateway: { title: texts.gateway, one: "gateway" },
  "virtual-service": { title: texts.virtualService, one: texts.oneVirtualService },
  route: { title: texts.condition, one: "condition" },
  destination: { title: texts.destination, one: "destination" },
  subset: { title: texts.subset, one: "subset" },
  workload: { title: texts.pods, one: "pods" },
} as const satisfies Record<MapNodeKind, { title: string; one: string }>;

/** In column order; from this table, not from the API's schemas, which pages shouldn't load. */
export const mapKinds = Object.keys(mapColumns) as MapNodeKind[];

/** Groups nodes that arrows connect, directly or through others; parts and nodes keep the given order. */
function connectedParts(nodes: readonly MapNode[], edges: readonly MapEdge[]): MapNode[][] {
  const partOf = new Map(nodes.map(({ id }) => [id, new Set([id])]));
  for (const { from, to } of edges) {
    const [one, other] = [partOf.get(from), partOf.get(to)];
    if (!one || !other || one === other) continue;
    const [large, small] = one.size < other.size ? [other, one] : [one, other];
    for (const id of small) {
      large.add(id);
      partOf.set(id, large);
    }
  }
  return [...Map.groupBy(nodes, ({ id }) => partOf.get(id)).values()];
}

interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

interface Box {
  width: number;
  height: number;
}

const marginInPixels = 24;
/** Below this zoom, names are unreadable; pan to reach what doesn't fit. */
const smallestReadable = 0.7;

/** The visible part of the picture, as React Flow's viewport. */
export const viewportFor = {
  /** All of it, centered, or its beginning at a readable size. */
  all({ widthInPixels, heightInPixels }: MapLayout, box: Box): Viewport {
    const byWidth = (box.width - 2 * marginInPixels) / Math.max(1, widthInPixels);
    const byHeight = (box.height - 2 * marginInPixels) / Math.max(1, heightInPixels);
    const zoom = Math.min(1, Math.max(smallestReadable, Math.min(byWidth, byHeight)));
    const rest = (room: number, size: number) => Math.max(marginInPixels, (room - size * zoom) / 2);
    return { x: rest(box.width, widthInPixels), y: rest(box.height, heightInPixels), zoom };
  },

  /** The smallest move that makes the node visible; null when it is. */
  reveal({ x, y }: Pick<PlacedNode, "x" | "y">, viewport: Viewport, box: Box): Viewport | null {
    const shift = (start: number, size: number, room: number) => {
      if (start < marginInPixels) return marginInPixels - start;
      const over = start + size - (room - marginInPixels);
      return over > 0 ? -over : 0;
    };
    const { zoom } = viewport;
    const byX = shift(x * zoom + viewport.x, nodeWidthInPixels * zoom, box.width);
    const byY = shift(y * zoom + viewport.y, nodeHeightInPixels * zoom, box.height);
    return byX === 0 && byY === 0 ? null : { x: viewport.x + byX, y: viewport.y + byY, zoom };
  },
};
