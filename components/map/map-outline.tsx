import { SeverityIcon } from "@/components/mesh-object/findings";
import { Badge } from "@/components/ui/badge";
import { Breakable } from "@/components/ui/breakable";
import { TextLink } from "@/components/ui/text-link";
import type { RoutesMap } from "@/lib/api/map";
import { mapColumns } from "./map-columns";
import { mapIcons } from "./map-icons";
import { type OutlineEntry, outlineOf } from "./outline";

/** The same as the picture, as a nested list: for screen readers, phones, and those who like to read. */
export function MapOutline({ map, label }: { map: RoutesMap; label: string }) {
  return (
    <div className="p-4">
      <OutlineList entries={outlineOf(map)} label={label} />
    </div>
  );
}

function OutlineList({ entries, label }: { entries: readonly OutlineEntry[]; label?: string }) {
  return (
    <ul
      aria-label={label}
      className={label ? "space-y-4" : "ml-2 border-line border-l pl-3 sm:ml-2.5 sm:pl-5"}
    >
      {entries.map((entry) => (
        <OutlineItem key={entry.edge?.id ?? entry.node.id} {...entry} />
      ))}
    </ul>
  );
}

function OutlineItem({ node, edge, children, repeated }: OutlineEntry) {
  const Icon = mapIcons[node.kind];
  const label = edge?.weight === null || edge === null ? edge?.label : `${edge.weight} %`;
  // The port of an arrow into a gateway stands in what is told of the gateway.
  const share = label && node.note?.includes(label) ? null : label;
  return (
    <li>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5 py-1 text-sm">
        <Icon aria-hidden className="size-4 shrink-0 text-subtle" />
        <span className="text-subtle text-xs">{mapColumns[node.kind].title}</span>
        {node.link ? (
          <TextLink href={node.link} className="min-w-0 font-mono text-xs">
            <Breakable text={node.label} />
          </TextLink>
        ) : (
          <span className="min-w-0 font-mono text-ink text-xs">
            <Breakable text={node.label} />
          </span>
        )}
        {share ? <Badge tone="accent">{share}</Badge> : null}
        {node.missing ? <Badge tone="failed">does not exist</Badge> : null}
        {node.note ? <span className="min-w-0 text-muted text-xs">{node.note}</span> : null}
        {repeated ? <span className="text-subtle text-xs">(see above)</span> : null}
      </div>
      {node.findings.map((finding) => (
        <p key={`${finding.code} ${finding.message}`} className="flex gap-1.5 pb-1 pl-6 text-muted text-xs">
          <SeverityIcon severity={finding.severity} className="mt-0.5 size-3.5" />
          <span className="min-w-0">{finding.message}</span>
        </p>
      ))}
      {children.length > 0 ? <OutlineList entries={children} /> : null}
    </li>
  );
}
