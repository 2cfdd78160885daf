import type { SortColumn } from "@/lib/api/choices";
import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import type { NamespaceObject } from "@/lib/kubernetes/objects/kinds";
import { absenceOf, isVirtualCluster, virtualClusterLabel } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { SortValue } from "@/lib/server/http/paging";
import type { Installation } from "@/lib/server/installation";
import { isSystemNamespace } from "@/lib/server/saving/allowed";
import { texts } from "@/lib/server/texts";
import type { LiveWalks } from "@/lib/server/walks/live-walks";
import type { SecuredHostIndex } from "@/lib/server/walks/secured-host-index";
import { providerInUse } from "./metadata-view";
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
  const provider = providerInUse({ cache, installation }, name);
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
    provider: provider?.title ?? null,
    providerInherited: provider?.isInherited ?? false,
    gateways: cache.list("Gateway", name).length,
    services: cache.list("Service", name).length,
    securedHosts: walkCounts(index, live).get(name) ?? { serving: 0, working: 0, attention: 0 },
  };
}

export function isInjected(labels: Readonly<Record<string, string>>): boolean {
  return labels["istio-injection"] === "enabled" || labels["istio.io/rev"] !== undefined;
}

type Column = SortColumn<"VirtualCluster">;

/** Sorts after every text that a cell shows. */
const last = "\uffff";

/** What each column of the list of virtual clusters sorts by, as its cell shows it. */
export function virtualClusterValues({
  cache,
  index,
  live,
  installation,
}: VirtualClusterParts): Readonly<Record<Column, (namespace: NamespaceObject) => SortValue>> {
  return {
    name: ({ metadata }) => metadata.name,
    managed: (namespace) => Number(isVirtualCluster(namespace)),
    provider: ({ metadata }) => providerInUse({ cache, installation }, metadata.name)?.title ?? last,
    /**
     * One that needs somebody counts more than any number of those in progress, and these more than those that
     * serve.
     */
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
      // Secrets of metadata are in no list that would show a change.
      return {};
    default:
      return undefined;
  }
}
