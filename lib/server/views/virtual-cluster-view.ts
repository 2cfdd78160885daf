import type { VirtualCluster } from "@/lib/api/virtual-cluster";
import type { ProviderDefinition } from "@/lib/dns/provider-definition";
import { providers } from "@/lib/dns/registry";
import { keyOf } from "@/lib/gateway/model";
import { walkStateOf } from "@/lib/gateway/reporting";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import type { NamespaceObject } from "@/lib/kubernetes/kinds";
import { readMetadata } from "@/lib/kubernetes/metadata";
import { absenceOf, virtualClusterLabel } from "@/lib/kubernetes/virtual-cluster";
import type { LiveWalks } from "../walks/live-walks";
import type { SecuredHostIndex } from "../walks/secured-host-index";

interface Parts {
  cache: ClusterCache;
  index: SecuredHostIndex;
  live: LiveWalks;
}

export function virtualClusterView(
  namespace: NamespaceObject,
  { cache, index, live }: Parts,
): VirtualCluster {
  const { name, labels = {}, creationTimestamp = "" } = namespace.metadata;
  const absence = absenceOf(namespace);
  return {
    name,
    managed: absence === null,
    reason: absence
      ? `${absence.note} ${absence.remedy}`
      : `It has the label ${virtualClusterLabel(labels)}.`,
    injection: labels["istio-injection"] === "enabled" || labels["istio.io/rev"] !== undefined,
    labels,
    createdAt: creationTimestamp,
    provider: providerTitle(cache, name),
    gateways: cache.list("Gateway", name).length,
    services: cache.list("Service", name).length,
    securedHosts: walkCounts(name, index, live),
  };
}

function providerTitle(cache: ClusterCache, name: string): string | null {
  const metadata = readMetadata({ cache }, name);
  if (!metadata) return null;
  // Whether a secret is set is enough here; its value is not read for a list.
  const known = { ...metadata.plain, ...Object.fromEntries(metadata.secretKeys.map((key) => [key, "set"])) };
  return Object.values<ProviderDefinition>(providers).find((each) => each.configured(known))?.title ?? null;
}

function walkCounts(name: string, index: SecuredHostIndex, live: LiveWalks): VirtualCluster["securedHosts"] {
  const counts = { serving: 0, working: 0, attention: 0 };
  for (const target of index.all()) {
    if (target.gateway.namespace !== name) continue;
    const state = walkStateOf(live.get(keyOf(target))?.reports ?? []);
    if (state === "serving") counts.serving += 1;
    else if (state === "blocked" || state === "failed") counts.attention += 1;
    else counts.working += 1;
  }
  return counts;
}
