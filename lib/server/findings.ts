import type { FindingsPage } from "@/lib/api/finding";
import { checks } from "@/lib/istio/rules";
import type { Finding } from "@/lib/istio/rules/finding";
import { linkTo } from "./links";

export interface ListedFinding extends Finding {
  id: string;
}

const ranks = { error: 0, warning: 1, info: 2 } as const;
const titles = new Map(checks.map(({ code, title }) => [code, title]));
const known = new WeakMap<readonly Finding[], readonly ListedFinding[]>();
/** A finding stays the same object as long as it stands, so a change lists few of them anew. */
const listed = new WeakMap<Finding, ListedFinding>();

/** Errors first, then by object; with an id that also is the order. Kept as long as the findings are the same. */
export function listedFindings(findings: readonly Finding[]): readonly ListedFinding[] {
  const kept = known.get(findings);
  if (kept) return kept;
  const all = findings.map(listedOf);
  all.sort((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
  known.set(findings, all);
  return all;
}

function listedOf(finding: Finding): ListedFinding {
  const kept = listed.get(finding) ?? { ...finding, id: idOf(finding) };
  listed.set(finding, kept);
  return kept;
}

export function findingView(finding: ListedFinding): FindingsPage["items"][number] {
  const { kind, namespace, name } = finding.object;
  return { ...finding, link: linkTo(kind, kind === "Namespace" ? name : namespace, name) };
}

/** The codes among the findings, the most frequent first. */
export function codesOf(findings: readonly Finding[]): FindingsPage["codes"] {
  const counts = new Map<string, number>();
  for (const { code } of findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, count]) => ({ code, title: titles.get(code) ?? code, count }))
    .sort((one, other) => other.count - one.count || (one.code < other.code ? -1 : 1));
}

export function countSeverities(findings: readonly Finding[]): FindingsPage["counts"] {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

function idOf({ severity, object, code, check, path, message }: Finding): string {
  const { namespace, kind, name } = object;
  return [ranks[severity], namespace, kind, name, code, check, path.join("."), message].join(" ");
}
