import { MarkerType } from "@xyflow/react";
import type { MapEdge, RoutesMap } from "@/lib/api/map";
import type { MapFlowEdge } from "./map-edge-view";
import { type MapLayout, nodeHeightInPixels, nodeWidthInPixels, type PlacedNode } from "./map-layout";
import type { MapFlowNode, MapHeadingNode, MapPath } from "./map-node-view";

/** The map as React Flow takes it: column titles, positioned nodes, arrows. */
export function flowOf(
  map: Pick<RoutesMap, "nodes" | "edges">,
  layout: MapLayout,
): { nodes: (MapFlowNode | MapHeadingNode)[]; edges: MapFlowEdge[] } {
  const shared = { draggable: false, selectable: false, focusable: false, connectable: false };
  return {
    nodes: [
      ...layout.columns.map(
        ({ kind, x }): MapHeadingNode => ({
          ...shared,
          id: `heading:${kind}`,
          type: "heading",
          position: { x, y: 8 },
          data: { kind },
        }),
      ),
      ...layout.nodes.map(
        ({ node, x, y }): MapFlowNode => ({
          ...shared,
          id: node.id,
          type: "object",
          position: { x, y },
          // React Flow disables pointers on what can be neither dragged nor selected; our nodes are links.
          style: { pointerEvents: "all" },
          // Known in advance, so that arrows appear at once and nothing is measured.
          width: nodeWidthInPixels,
          height: nodeHeightInPixels,
          data: { node },
        }),
      ),
    ],
    edges: map.edges.map(
      (edge): MapFlowEdge => ({
        id: edge.id,
        source: edge.from,
        target: edge.to,
        type: "arrow",
        focusable: false,
        selectable: false,
        markerEnd: {
          type: MarkerType.ArrowClosed,
          color: "var(--control)",
          width: 14,
          height: 14,
          markerUnits: "userSpaceOnUse",
        },
        data: { edge },
      }),
    ),
  };
}

/** Everything that a request may have passed before this node, and everywhere it can go from there. */
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

const steps: Record<string, { along: "x" | "y"; sign: 1 | -1 }> = {
  ArrowRight: { along: "x", sign: 1 },
  ArrowLeft: { along: "x", sign: -1 },
  ArrowDown: { along: "y", sign: 1 },
  ArrowUp: { along: "y", sign: -1 },
};

/**
 * The node that an arrow key leads to: up and down within the column, left and right to the nearest node of the
 * columns on that side. Null at an edge of the picture and for other keys.
 */
export function neighbour(key: string, id: string, nodes: readonly PlacedNode[]): string | null {
  const step = steps[key];
  const from = nodes.find(({ node }) => node.id === id);
  if (!step || !from) return null;
  const across = step.along === "x" ? "y" : "x";
  const ahead = nodes.filter((other) => {
    const distance = (other[step.along] - from[step.along]) * step.sign;
    return distance > 0 && (step.along === "x" || other.x === from.x);
  });
  const far = (other: PlacedNode) => Math.abs(other[step.along] - from[step.along]);
  const aside = (other: PlacedNode) => Math.abs(other[across] - from[across]);
  const [nearest] = ahead.sort((one, other) => far(one) - far(other) || aside(one) - aside(other));
  return nearest?.node.id ?? null;
}
