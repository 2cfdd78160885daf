import type { MapEdge, MapNode } from "@/lib/api/map";

/** Nodes that arrows join, directly or by others; each part and its nodes in the order given. */
export function connectedParts(nodes: readonly MapNode[], edges: readonly MapEdge[]): MapNode[][] {
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
