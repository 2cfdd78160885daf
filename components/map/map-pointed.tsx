import { severityStates } from "@/components/mesh-object/finding-list";
import { StatusIcon } from "@/components/ui/status-badge";
import type { MapNode } from "@/lib/api/map";
import { mapColumns } from "./map-columns";

const mostFindings = 3;

/** What the node that is pointed at says of itself, over the picture's corner. */
export function MapPointed({ node }: { node: MapNode | null }) {
  if (!node) return null;
  const more = node.findings.length - mostFindings;
  return (
    <div className="pointer-events-none max-w-96 rounded-lg bg-raised px-3 py-2 text-sm shadow-high">
      <p className="text-subtle text-xs">
        {mapColumns[node.kind].title}
        {node.virtualCluster ? ` in ${node.virtualCluster}` : ""}
      </p>
      <p className="break-words font-mono text-ink text-xs leading-5">{node.label}</p>
      {node.note ? <p className="text-muted text-xs">{node.note}</p> : null}
      {node.missing ? (
        <p className="text-failed text-xs">Another object names it, but it does not exist.</p>
      ) : null}
      {node.findings.slice(0, mostFindings).map((finding) => (
        <p key={`${finding.code} ${finding.message}`} className="mt-1 flex gap-1.5 text-ink text-xs">
          <StatusIcon state={severityStates[finding.severity]} decorative className="size-3.5" />
          <span className="min-w-0">{finding.message}</span>
        </p>
      ))}
      {more > 0 ? <p className="mt-1 text-subtle text-xs">and {more} more</p> : null}
    </div>
  );
}
