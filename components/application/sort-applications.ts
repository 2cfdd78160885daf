import type { Sort } from "@/components/ui/column";
import type { ApplicationView } from "@/lib/api/application";

const states = ["degraded", "progressing", "ready", "stopped"];

const keys: Readonly<Record<string, (row: ApplicationView) => string | number>> = {
  name: ({ name }) => name,
  "virtual-cluster": ({ virtualCluster }) => virtualCluster,
  // The worst first: what needs somebody is what one sorts for.
  state: ({ state }) => states.indexOf(state),
  versions: ({ versions }) => versions.length,
  ready: ({ ready, replicas }) => (replicas === 0 ? 1 : ready / replicas),
  created: ({ createdAt }) => createdAt,
};

/** The rows by a column; as they came (by name) when there is no such column. */
export function sortApplications(
  rows: readonly ApplicationView[],
  sort: Sort | null,
): readonly ApplicationView[] {
  const keyOf = sort && keys[sort.column];
  if (!keyOf) return rows;
  const sign = sort.direction === "asc" ? 1 : -1;
  return rows.toSorted((one, other) => {
    const a = keyOf(one);
    const b = keyOf(other);
    return (
      sign *
      (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en"))
    );
  });
}
