import type { FindingsPage, FindingView, ListedFinding } from "@/lib/api/finding";
import { texts } from "./texts";

/** The word for findings of each severity. */
export const severityWords = {
  error: texts.errors,
  warning: texts.warnings,
  info: texts.informations,
} as const satisfies Record<FindingView["severity"], string>;

/** Worst first; from this table, not from the API's schemas, which pages shouldn't load. */
export const severityOrder = Object.keys(severityWords) as FindingView["severity"][];

export const groupings = ["severity", "code", "kind", "virtual-cluster"] as const;
export type Grouping = (typeof groupings)[number];

export interface FindingGroup {
  key: string;
  title: string;
  findings: ListedFinding[];
}

/**
 * How many findings a group has in total, not only on the loaded pages. Null when the server doesn't say: it counts
 * by severity, and by code while no severity is chosen.
 *
 * @param page the first page of the list; the counts are the same on each
 */
export function totalOf(
  group: FindingGroup,
  by: Grouping,
  page: Pick<FindingsPage, "counts" | "codes">,
  { hasMore, isOfOneSeverity }: { hasMore: boolean; isOfOneSeverity: boolean },
): number | null {
  if (!hasMore) return group.findings.length;
  if (by === "severity") return page.counts[group.key as ListedFinding["severity"]];
  const code = by === "code" && !isOfOneSeverity && page.codes.find(({ code }) => code === group.key);
  return code ? code.count : null;
}

/**
 * Groups findings under headings, in the order of each group's first finding, so that the worst stays on top.
 * `titles` has the title of each code.
 */
export function groupFindings(
  findings: readonly ListedFinding[],
  by: Grouping,
  titles: ReadonlyMap<string, string>,
): FindingGroup[] {
  const keyOf = {
    severity: (finding: ListedFinding) => finding.severity,
    code: (finding: ListedFinding) => finding.code,
    kind: (finding: ListedFinding) => finding.object.kind,
    "virtual-cluster": (finding: ListedFinding) => finding.object.namespace || finding.object.name,
  }[by];
  const titleOf = (key: string) => {
    if (by === "severity") return severityWords[key as ListedFinding["severity"]];
    const title = by === "code" ? titles.get(key) : undefined;
    return title ? `${key} · ${title}` : key;
  };
  return [...Map.groupBy(findings, keyOf)].map(([key, group]) => ({
    key,
    title: titleOf(key),
    findings: group,
  }));
}
