import type { SortColumn } from "@/lib/api/sort-columns";
import { type Finding, severities } from "@/lib/istio/rules/finding";
import type { SortValue } from "../http/paging";

/** What each column of the list of findings sorts by; within all of them the worst come first. */
export const findingValues: Readonly<Record<SortColumn<"Finding">, (finding: Finding) => SortValue>> = {
  severity: ({ severity }) => severities.indexOf(severity),
  /** What is found about a Namespace belongs to it. */
  virtualCluster: ({ object: { namespace, name } }) => namespace || name,
  name: ({ object }) => object.name,
  kind: ({ object }) => object.kind,
  code: ({ code }) => code,
};
