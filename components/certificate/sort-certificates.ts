import type { Sort } from "@/components/ui/column";
import type { ListedCertificate } from "@/lib/api/certificate";

const keys: Readonly<Record<string, (row: ListedCertificate) => string>> = {
  names: ({ host }) => host,
  where: ({ virtualCluster, gateway }) => `${virtualCluster}/${gateway}`,
  issuer: ({ issuer }) => issuer,
  validity: ({ notAfter }) => notAfter,
  renewal: ({ renewAt }) => renewAt,
};

/** The rows by a column; as they came (those that end first come first) when there is no such column. */
export function sortCertificates(
  rows: readonly ListedCertificate[],
  sort: Sort | null,
): readonly ListedCertificate[] {
  const keyOf = sort && keys[sort.column];
  if (!keyOf) return rows;
  const sign = sort.direction === "asc" ? 1 : -1;
  // Times are ISO 8601 in UTC, whose order is that of their texts.
  return rows.toSorted((a, b) => sign * keyOf(a).localeCompare(keyOf(b), "en"));
}
