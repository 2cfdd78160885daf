"use client";
import "@xyflow/react/dist/base.css";
import "./map-canvas.css";
import { Background, Controls, ReactFlow, type ReactFlowInstance } from "@xyflow/react";
import { useMemo, useRef, useState } from "react";
import type { RoutesMap } from "@/lib/api/map";
import { flowOf, neighbour, pathThrough } from "./flow";
import { MapEdgeView } from "./map-edge-view";
import { MapFocusContext, MapPointed } from "./map-focus";
import { layoutMap, type MapLayout } from "./map-layout";
import { domId, MapHeadingView, MapNodeView } from "./map-node-view";
import { viewportFor } from "./viewport-for";

const nodeTypes = { object: MapNodeView, heading: MapHeadingView };
const edgeTypes = { arrow: MapEdgeView };

type Flow = ReturnType<typeof flowOf>;
type Instance = ReactFlowInstance<Flow["nodes"][number], Flow["edges"][number]>;

/**
 * The picture of the routes, to be panned, zoomed and walked through by arrow keys. It is fitted once; later changes
 * of the cluster leave it where the reader has put it. Load it with `deferred`: it is heavy.
 */
export function MapCanvas({ map, label }: { map: RoutesMap; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const instance = useRef<Instance>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const layout = useMemo(() => layoutMap(map), [map]);
  const flow = useMemo(() => flowOf(map, layout), [map, layout]);
  const focus = useMemo(
    () => ({
      path: pointed === null ? null : pathThrough(pointed, map.edges),
      point: setPointed,
      reveal: (id: string) => {
        const placed = layout.nodes.find(({ node }) => node.id === id);
        if (!placed || !instance.current || !box.current) return;
        const { x, y, zoom } = instance.current.getViewport();
        const seen = viewportFor.reveal(placed, { x, y, zoom }, box.current.getBoundingClientRect());
        if (seen) void instance.current.setViewport(seen, { duration: 150 });
      },
      move: (key: string, id: string) => {
        const next = neighbour(key, id, layout.nodes);
        if (next !== null) document.getElementById(domId(next))?.focus({ preventScroll: true });
        return next !== null;
      },
    }),
    [pointed, map, layout],
  );

  function fit() {
    if (box.current) void instance.current?.setViewport(initial(layout, box.current), { duration: 200 });
  }

  return (
    <div className="flex h-full flex-col">
      <div ref={box} className="min-h-0 flex-1">
        <MapFocusContext value={focus}>
          <ReactFlow
            {...flow}
            aria-label={label}
            className="routes-map"
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            onInit={(flowInstance) => {
              instance.current = flowInstance;
              if (box.current) void flowInstance.setViewport(initial(layout, box.current));
            }}
            minZoom={0.2}
            maxZoom={1.75}
            preventScrolling={false}
            zoomOnScroll={false}
            zoomOnDoubleClick={false}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            disableKeyboardA11y
            attributionPosition="bottom-left"
          >
            <Background gap={20} />
            <Controls showInteractive={false} onFitView={fit} position="bottom-right" />
          </ReactFlow>
        </MapFocusContext>
      </div>
      <MapPointed node={map.nodes.find(({ id }) => id === pointed) ?? null} />
    </div>
  );
}

function initial(layout: MapLayout, box: HTMLElement) {
  return viewportFor.all(layout, box.getBoundingClientRect());
}
