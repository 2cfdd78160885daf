"use client";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { Boxes, GitBranch, Globe, Layers, type LucideIcon, Network, Server, Split } from "lucide-react";
import { createContext, type KeyboardEvent, use } from "react";
import { SeverityIcon } from "@/components/mesh-object/findings";
import { Breakable } from "@/components/ui/breakable";
import { cn } from "@/components/ui/cn";
import { PageLink } from "@/components/ui/link";
import type { MapNode, MapNodeKind } from "@/lib/api/map";
import { mapColumns, nodeHeightInPixels, nodeWidthInPixels } from "./map-layout";
import { texts } from "./texts";

export type MapFlowNode = Node<{ node: MapNode }, "object">;

/** One node of the picture: a link to its page if it has one; hovering highlights its paths. */
export function MapNodeView({ data: { node } }: NodeProps<MapFlowNode>) {
  const { path, point, reveal, move } = use(MapFocusContext);
  const Icon = mapIcons[node.kind];
  const dimmed = path !== null && !path.nodes.has(node.id);
  const attributes = {
    id: domId(node.id),
    "aria-label": describeNode(node),
    style: { width: nodeWidthInPixels, height: nodeHeightInPixels },
    onMouseEnter: () => point(node.id),
    onMouseLeave: () => point(null),
    onFocus: () => {
      point(node.id);
      reveal(node.id);
    },
    onBlur: () => point(null),
    onKeyDown: (event: KeyboardEvent) => {
      if (move(event.key, node.id)) event.preventDefault();
    },
    className: cn(
      "nopan flex items-center gap-2 rounded-lg border bg-surface px-2.5 text-left shadow-low",
      "transition-opacity duration-150",
      node.missing ? "border-failed-solid border-dashed" : "border-line-strong",
      node.severity === "error" && !node.missing && "border-failed-solid",
      node.link && "hover:border-focus hover:bg-hover",
      path?.nodes.has(node.id) && "border-focus",
      dimmed && "opacity-30",
    ),
  };
  const content = (
    <>
      <Icon aria-hidden className={cn("size-4 shrink-0", node.missing ? "text-failed" : "text-subtle")} />
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 font-medium font-mono text-ink text-sm leading-4">
          <Breakable text={node.label} />
        </span>{" "}
        {node.note ? <span className="block truncate text-muted text-xs">{node.note}</span> : null}
      </span>
      {node.severity ? <SeverityIcon severity={node.severity} /> : null}
    </>
  );
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      {node.link ? (
        <PageLink href={node.link} draggable={false} {...attributes}>
          {content}
        </PageLink>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the focus lights up its paths, as the pointer does
        <div role="img" tabIndex={0} {...attributes}>
          {content}
        </div>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}

/** The element of a node, for the focus of arrow keys. */
export function domId(id: string): string {
  return `map-node-${id}`;
}

export type MapHeadingNode = Node<{ kind: MapNodeKind }, "heading">;

/** The title of a column, above its nodes. */
export function MapHeadingView({ data: { kind } }: NodeProps<MapHeadingNode>) {
  return (
    <p aria-hidden style={{ width: nodeWidthInPixels }} className="font-medium text-subtle text-sm">
      {mapColumns[kind].title}
    </p>
  );
}

/** The icon of each kind in the picture, the list and the legend. */
export const mapIcons = {
  host: Globe,
  gateway: Network,
  "virtual-service": GitBranch,
  route: Split,
  destination: Server,
  subset: Layers,
  workload: Boxes,
} as const satisfies Record<MapNodeKind, LucideIcon>;

/** A node in one sentence, for screen readers. */
function describeNode({ kind, label, note, missing, findings }: MapNode): string {
  const parts = [`${mapColumns[kind].title} ${label}`];
  if (note) parts.push(note);
  if (missing) parts.push(texts.notThere);
  if (findings.length > 0) parts.push(findings.length === 1 ? "1 finding" : `${findings.length} findings`);
  return parts.join(", ");
}

export interface MapPath {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

interface MapFocus {
  /** The highlighted nodes; null while the pointer is on none. */
  path: MapPath | null;
  point: (id: string | null) => void;
  /** Moves the picture as little as possible until the node is visible. */
  reveal: (id: string) => void;
  /** Focuses the neighbor that an arrow key leads to; false when there is none. */
  move: (key: string, id: string) => boolean;
}

/** Shared by the parts of the picture, so that hovering doesn't rebuild all of them. */
export const MapFocusContext = createContext<MapFocus>({
  path: null,
  point: () => {},
  reveal: () => {},
  move: () => false,
});

/** The hovered node's details, always of the same height, so that nothing jumps. */
export function MapPointed({ node }: { node: MapNode | null }) {
  const [finding, ...more] = node?.findings ?? [];
  return (
    <div className="flex min-w-0 flex-1 flex-col justify-center px-4 text-sm">
      {node ? (
        <>
          <p className="flex min-w-0 gap-2">
            <span className="shrink-0 text-subtle">{mapColumns[node.kind].title}</span>
            <span className="truncate font-mono text-ink text-xs leading-5">{node.label}</span>
            <span className="truncate text-muted">{node.note}</span>
          </p>
          {finding ? (
            <p className="flex min-w-0 items-center gap-1.5 text-ink text-xs">
              <SeverityIcon severity={finding.severity} className="size-3.5" />
              <span className="truncate">{finding.message}</span>
              {more.length > 0 ? (
                <span className="shrink-0 text-subtle">{texts.andMore({ count: more.length })}</span>
              ) : null}
            </p>
          ) : node.missing ? (
            <p className="truncate text-failed text-xs">{texts.missing}</p>
          ) : null}
        </>
      ) : (
        <p className="text-subtle">{texts.pointAt}</p>
      )}
    </div>
  );
}
