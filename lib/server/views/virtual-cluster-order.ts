import type { SortColumn } from "@/lib/api/sort-columns";
import type { NamespaceObject } from "@/lib/kubernetes/kinds";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { SortValue } from "@/lib/server/http/paging";
import { isInjected, providerTitle, type VirtualClusterParts } from "./virtual-cluster-view";
import { walkCounts } from "./walk-counts";

type Column = SortColumn<"VirtualCluster">;

/** Behind every text that a cell shows. */
const last = "\uffff";

/** What each column of the list of virtual clusters sorts by, as its cell shows it. */
export function virtualClusterValues({
  cache,
  index,
  live,
}: VirtualClusterParts): Readonly<Record<Column, (namespace: NamespaceObject) => SortValue>> {
  return {
    name: ({ metadata }) => metadata.name,
    managed: (namespace) => Number(isVirtualCluster(namespace)),
    provider: ({ metadata }) => providerTitle(cache, metadata.name) ?? last,
    /** One that needs somebody counts before any number of those on the way, and these before those that serve. */
    securedHosts: ({ metadata }) => {
      const counts = walkCounts(index, live).get(metadata.name);
      return counts ? (counts.attention * 100_000 + counts.working) * 100_000 + counts.serving : 0;
    },
    gateways: ({ metadata }) => cache.list("Gateway", metadata.name).length,
    services: ({ metadata }) => cache.list("Service", metadata.name).length,
    injection: ({ metadata }) => Number(isInjected(metadata.labels ?? {})),
  };
}

/** What a column's values depend on besides the Namespaces. */
export function virtualClusterBasisOf(
  { cache, index, live }: VirtualClusterParts,
  column: Column,
): object | undefined {
  switch (column) {
    case "securedHosts":
      return walkCounts(index, live);
    case "gateways":
      return cache.list("Gateway");
    case "services":
      return cache.list("Service");
    case "provider":
      return cache.list("Secret");
    default:
      return undefined;
  }
}
