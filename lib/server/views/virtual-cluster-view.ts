import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import type { ProviderDefinition } from "@/lib/dns/provider-definition";
import { providers } from "@/lib/dns/registry";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import type { NamespaceObject } from "@/lib/kubernetes/kinds";
import { readMetadata } from "@/lib/kubernetes/metadata";
import { absenceOf, virtualClusterLabel } from "@/lib/kubernetes/virtual-cluster";
import type { Installation } from "../installation";
import { isSystemNamespace } from "../saving/allowed";
import type { LiveWalks } from "../walks/live-walks";
import type { SecuredHostIndex } from "../walks/secured-host-index";
import { walkCounts } from "./walk-counts";

export interface VirtualClusterParts {
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
      : `It has the label ${virtualClusterLabel(labels)}.`,
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
export function providerTitle(cache: ClusterCache, name: string): string | null {
  const metadata = readMetadata({ cache }, name);
  if (!metadata) return null;
  // Whether a secret is set is enough here; its value is not read for a list.
  const known = { ...metadata.plain, ...Object.fromEntries(metadata.secretKeys.map((key) => [key, "set"])) };
  return Object.values<ProviderDefinition>(providers).find((each) => each.configured(known))?.title ?? null;
}
