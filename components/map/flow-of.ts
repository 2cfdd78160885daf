import { MarkerType } from "@xyflow/react";
import type { RoutesMap } from "@/lib/api/map";
import type { MapFlowEdge } from "./map-edge-view";
import type { MapHeadingNode } from "./map-heading-view";
import { type MapLayout, nodeHeightInPixels, nodeWidthInPixels } from "./map-layout";
import type { MapFlowNode } from "./map-node-view";

/** The map as React Flow takes it: columns' titles, nodes at their places, arrows. */
export function flowOf(
  map: RoutesMap,
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
          // React Flow takes pointers off what it neither drags nor selects; ours are links.
          style: { pointerEvents: "all" },
          // Known beforehand, so that arrows are drawn at once and nothing is measured.
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
