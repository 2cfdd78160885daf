"use client";
import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { use } from "react";
import { cn } from "@/components/ui/cn";
import type { MapEdge } from "@/lib/api/map";
import { MapFocusContext } from "./map-node-view";

export type MapFlowEdge = Edge<{ edge: MapEdge }, "arrow">;

/** An arrow of the picture; its thickness shows its share of the requests. */
export function MapEdgeView(props: EdgeProps<MapFlowEdge>) {
  const { path: lit } = use(MapFocusContext);
  const [path, labelX, labelY] = getBezierPath(props);
  const edge = props.data?.edge;
  const label = edge?.weight === null || edge === undefined ? edge?.label : `${edge.weight}%`;
  const on = lit?.edges.has(props.id) ?? false;
  const dimmed = lit !== null && !on;
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        {...(props.markerEnd ? { markerEnd: props.markerEnd } : {})}
        interactionWidth={0}
        style={{
          strokeWidth: edgeWidth(edge?.weight ?? null),
          stroke: on ? "var(--focus)" : "var(--control)",
          opacity: dimmed ? 0.15 : edge?.weight === 0 ? 0.5 : 1,
          ...(edge?.weight === 0 ? { strokeDasharray: "4 4" } : {}),
          transition: "opacity 150ms",
        }}
      />
      {label ? (
        <EdgeLabelRenderer>
          <span
            aria-hidden
            className={cn(
              "pointer-events-none absolute max-w-24 truncate rounded-full border bg-surface px-1.5",
              "font-medium text-xs tabular-nums transition-opacity duration-150",
              on ? "border-focus text-ink" : "border-line-strong text-muted",
              dimmed && "opacity-30",
            )}
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
          >
            {label}
          </span>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
}

const thinnest = 1.5;
const thickest = 7;

/** Width of an arrow in pixels for a share in percent; an arrow without a share takes everything, and is thin. */
export function edgeWidth(weight: number | null): number {
  if (weight === null) return thinnest;
  const share = Math.min(100, Math.max(0, weight)) / 100;
  return thinnest + share * (thickest - thinnest);
}
