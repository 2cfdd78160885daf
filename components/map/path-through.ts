import type { MapEdge } from "@/lib/api/map";

export interface MapPath {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

/** All that a request can have passed before it comes to a node, and all where it can go from there. */
export function pathThrough(id: string, edges: readonly MapEdge[]): MapPath {
  const nodes = new Set([id]);
  const passed = new Set<string>();
  const walk = (from: string, near: "from" | "to", far: "from" | "to") => {
    const due = [from];
    const seen = new Set(due);
    for (let at = due.pop(); at !== undefined; at = due.pop())
      for (const edge of edges) {
        if (edge[near] !== at) continue;
        passed.add(edge.id);
        nodes.add(edge[far]);
        if (seen.has(edge[far])) continue;
        seen.add(edge[far]);
        due.push(edge[far]);
      }
  };
  walk(id, "from", "to");
  walk(id, "to", "from");
  return { nodes, edges: passed };
}
