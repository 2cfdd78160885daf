import type { Node, NodeProps } from "@xyflow/react";
import type { MapNodeKind } from "@/lib/api/map";
import { mapColumns } from "./map-columns";
import { nodeWidthInPixels } from "./map-layout";

export type MapHeadingNode = Node<{ kind: MapNodeKind }, "heading">;

/** The title of a column, above its nodes. */
export function MapHeadingView({ data: { kind } }: NodeProps<MapHeadingNode>) {
  return (
    <p aria-hidden style={{ width: nodeWidthInPixels }} className="font-medium text-subtle text-sm">
      {mapColumns[kind].title}
    </p>
  );
}
