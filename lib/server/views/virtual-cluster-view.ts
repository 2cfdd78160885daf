import type { SortColumn } from "@/lib/api/choices";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import { definitionFor } from "@/lib/dns/registry";
import type { NamespaceObject } from "@/lib/kubernetes/objects/kinds";
import { readMetadata } from "@/lib/kubernetes/objects/metadata";
import { absenceOf, isVirtualCluster, virtualClusterLabel } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { SortValue } from "@/lib/server/http/paging";
import type { Installation } from "@/lib/server/installation";
import { isSystemNamespace } from "@/lib/server/saving/allowed";
import { texts } from "@/lib/server/texts";
import type { LiveWalks } from "@/lib/server/walks/live-walks";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";
import { walkCounts } from "./secured-hosts";

interface VirtualClusterParts {
  cache: ClusterCache;
  index: SecuredHostIndex;
  live: LiveWalks;
  installation: Pick<Installation, "environment">;
}

export function virtualClusterView(
  namespace: NamespaceObject,
  { cache, index, live, installation }: VirtualClusterParts,
): VirtualCluster {
  const { name, labels = {}, creationTimestamp = "" } = namespace.metadata;
  const absence = absenceOf(namespace);
  return {
    name,
    managed: absence === null,
    reason: absence
      ? `${absence.note} ${absence.remedy}`
      : texts.hasLabel({ label: virtualClusterLabel(labels) ?? "" }),
    system: isSystemNamespace({ cache, installation }, name),
    injection: isInjected(labels),
    labels,
    createdAt: creationTimestamp,
    provider: providerTitle(cache, name),
    gateways: cache.list("Gateway", name).length,
    services: cache.list("Service", name).length,
    securedHosts: walkCounts(index, live).get(name) ?? { serving: 0, working: 0, attention: 0 },
  };
}

export function isInjected(labels: Readonly<Record<string, string>>): boolean {
  return labels["istio-injection"] === "enabled" || labels["istio.io/rev"] !== undefined;
}

/** Of the DNS provider that the metadata of the virtual cluster configure. */
function providerTitle(cache: ClusterCache, name: string): string | null {
  const metadata = readMetadata({ cache }, name);
  if (!metadata) return null;
  // Whether a secret is set is enough here; its value is not read for a list.
  const known = { ...metadata.plain, ...Object.fromEntries(metadata.secretKeys.map((key) => [key, "set"])) };
  return definitionFor(known)?.title ?? null;
}

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
