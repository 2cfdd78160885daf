import type { SortColumn } from "@/lib/api/choices";
import { findingsPageSchema, findingsQuerySchema } from "@/lib/api/finding";
import { type Finding, findingId, severities, tallyOf } from "@/lib/istio/rules/finding";
import { visibleTo } from "@/lib/server/access/permissions";
import { operation } from "@/lib/server/http/operation";
import { pageOf, type SortValue } from "@/lib/server/http/paging";
import { countsOf, findingView, placeOf } from "@/lib/server/mesh/findings";
import { texts } from "./texts";

/** What each column of the list of findings sorts by; within each value, the worst come first. */
export const findingValues: Readonly<Record<SortColumn<"Finding">, (finding: Finding) => SortValue>> = {
  severity: ({ severity }) => severities.indexOf(severity),
  virtualCluster: placeOf,
  name: ({ object }) => object.name,
  kind: ({ object }) => object.kind,
  code: ({ code }) => code,
};

export const listFindings = operation({
  method: "get",
  needs: ["viewer", "visible"],
  path: "/findings",
  summary: texts.listFindings,
  tag: "Findings",
  query: findingsQuerySchema,
  answer: findingsPageSchema,
  async run({ query: { virtualCluster, severity, code, kind, name, q, ...query }, cluster, sees }) {
    const text = q?.toLowerCase() ?? "";
    const all = visibleTo(sees, cluster.mesh.findings(), placeOf);
    const isFiltered =
      !sees(null) || [virtualCluster, code, kind, name].some((value) => value !== undefined) || text !== "";
    const isWanted = (finding: Finding) =>
      (virtualCluster === undefined || finding.object.namespace === virtualCluster) &&
      (code === undefined || finding.code === code) &&
      (kind === undefined || finding.object.kind === kind) &&
      (name === undefined || finding.object.name === name) &&
      (text === "" || fits(finding, text));
    const matching = isFiltered ? new Set(all.filter(isWanted)) : null;
    const isShown = (finding: Finding) => severity === undefined || finding.severity === severity;
    const page = pageOf(all, query, {
      keyOf: findingId,
      columns: findingValues,
      standsBy: "severity",
      isListed:
        matching || severity ? (finding) => isShown(finding) && (matching?.has(finding) ?? true) : undefined,
      fits: () => true,
      show: findingView,
    });
    return { ...page, ...countsOf(matching ? tallyOf([...matching]) : cluster.mesh.tally()) };
  },
});

function fits({ object, code, message, remedy }: Finding, text: string): boolean {
  return [object.name, object.namespace, object.kind, code, message, remedy].some((part) =>
    part.toLowerCase().includes(text),
  );
}
