"use client";
import "@xyflow/react/dist/base.css";
import "./map-canvas.css";
import { Background, MiniMap, ReactFlow, type ReactFlowInstance, ReactFlowProvider } from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/form/search-input";
import type { RoutesMap } from "@/lib/api/map";
import { flowOf, neighbour, pathThrough } from "./flow";
import { MapEdgeView } from "./map-edge-view";
import { layoutMap, type MapLayout, viewportFor } from "./map-layout";
import { domId, MapFocusContext, MapHeadingView, MapNodeView, MapPointed } from "./map-node-view";
import { texts } from "./texts";

const nodeTypes = { object: MapNodeView, heading: MapHeadingView };
const edgeTypes = { arrow: MapEdgeView };

type Flow = ReturnType<typeof flowOf>;
type Instance = ReactFlowInstance<Flow["nodes"][number], Flow["edges"][number]>;

export interface MapCanvasProps {
  map: Pick<RoutesMap, "nodes" | "edges">;
  label: string;
  /** In the bar above the picture, after the search. */
  tools?: ReactNode;
}

/**
 * The picture of the routes, with search, pan, zoom and arrow keys. It fits the window once; later changes of the
 * cluster keep your position. Its tools are around it and cover nothing. Load it with `deferred`, because it is
 * heavy.
 */
export function MapCanvas({ map, label, tools }: MapCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const instance = useRef<Instance>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const layout = useMemo(() => layoutMap(map), [map]);
  const flow = useMemo(() => flowOf(map, layout), [map, layout]);
  const found = useMemo(() => nodesWith(typed, layout), [typed, layout]);
  const focus = useMemo(
    () => ({
      path:
        pointed !== null
          ? pathThrough(pointed, map.edges)
          : found && { nodes: new Set(found), edges: new Set<string>() },
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
        if (next !== null) focusNode(next);
        return next !== null;
      },
    }),
    [pointed, map, layout, found],
  );

  function fit() {
    if (box.current) void instance.current?.setViewport(initial(layout, box.current), { duration: 200 });
  }
  function focusFirst(text: string) {
    const [first] = nodesWith(text, layout) ?? [];
    if (first !== undefined) focusNode(first);
  }

  return (
    <ReactFlowProvider>
      <div className="flex h-full flex-col">
        <div className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-2">
          <div className="min-w-0 flex-1 sm:max-w-64">
            <SearchInput label={texts.find} value={typed} onChange={setTyped} onEnter={focusFirst} />
          </div>
          <span role="status" className="text-subtle text-xs tabular-nums">
            {found ? texts.found({ count: found.length }) : ""}
          </span>
          <div className="ml-auto flex items-center gap-1">
            {tools}
            <IconButton label={texts.zoomOut} onClick={() => void instance.current?.zoomOut()}>
              <Minus aria-hidden />
            </IconButton>
            <IconButton label={texts.zoomIn} onClick={() => void instance.current?.zoomIn()}>
              <Plus aria-hidden />
            </IconButton>
            <IconButton label={texts.fit} onClick={fit}>
              <Maximize aria-hidden />
            </IconButton>
          </div>
        </div>
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
            </ReactFlow>
          </MapFocusContext>
        </div>
        <div className="flex h-20 border-line border-t bg-canvas">
          <MapPointed node={map.nodes.find(({ id }) => id === pointed) ?? null} />
          <MiniMap
            ariaLabel={texts.minimap}
            className="routes-minimap"
            style={{ width: 150, height: 78 }}
            pannable
            nodeColor="var(--control)"
          />
        </div>
      </div>
    </ReactFlowProvider>
  );
}

function initial(layout: MapLayout, box: HTMLElement) {
  return viewportFor.all(layout, box.getBoundingClientRect());
}

function focusNode(id: string) {
  document.getElementById(domId(id))?.focus({ preventScroll: true });
}

/** The nodes whose name or note contains the text, from the top left; null without a text. */
function nodesWith(typed: string, { nodes }: MapLayout): string[] | null {
  const text = typed.trim().toLowerCase();
  if (text === "") return null;
  return nodes
    .filter(({ node }) => `${node.label} ${node.note}`.toLowerCase().includes(text))
    .toSorted((one, other) => one.x - other.x || one.y - other.y)
    .map(({ node }) => node.id);
}
