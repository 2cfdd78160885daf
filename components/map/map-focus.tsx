"use client";
import { createContext } from "react";
import { SeverityIcon } from "@/components/mesh-object/findings";
import type { MapNode } from "@/lib/api/map";
import { mapColumns } from "./map-layout";
import { texts } from "./texts";

export interface MapPath {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

export interface MapFocus {
  /** What is lit up; null while nothing is pointed at. */
  path: MapPath | null;
  point: (id: string | null) => void;
  /** Moves the picture, as little as needed, until the node is in sight. */
  reveal: (id: string) => void;
  /** Gives the focus to the neighbour that an arrow key leads to; false when there is none. */
  move: (key: string, id: string) => boolean;
}

/** Shared by the parts of the picture, so that pointing at one node does not build all of them anew. */
export const MapFocusContext = createContext<MapFocus>({
  path: null,
  point: () => {},
  reveal: () => {},
  move: () => false,
});

/** What the node that is pointed at says of itself; always of one height, so that nothing jumps. */
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
