import { SeverityIcon } from "@/components/mesh-object/findings";
import type { MapNode } from "@/lib/api/map";
import { mapColumns } from "./map-columns";

/** What the node that is pointed at says of itself; always of one height, so that nothing jumps. */
export function MapPointed({ node }: { node: MapNode | null }) {
  const [finding, ...more] = node?.findings ?? [];
  return (
    <div className="flex h-14 flex-col justify-center border-line border-t bg-canvas px-4 text-sm">
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
              {more.length > 0 ? <span className="shrink-0 text-subtle">and {more.length} more</span> : null}
            </p>
          ) : node.missing ? (
            <p className="truncate text-failed text-xs">Another object names it, but it does not exist.</p>
          ) : null}
        </>
      ) : (
        <p className="text-subtle">
          Point at a node, or move to it with Tab and the arrow keys, to see its paths; open it with a click
          or Enter.
        </p>
      )}
    </div>
  );
}
