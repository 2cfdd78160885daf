import { keyOf, type SecuredHost, type SecuredHostKey } from "@/lib/gateway/model";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import type { GatewayObject } from "@/lib/kubernetes/kinds";
import { securedHostsOf } from "@/lib/kubernetes/secured-hosts";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";

/** Which secured hosts the cluster names now; computed anew when a Gateway or Namespace has changed. */
export interface SecuredHostIndex {
  /** Those of one DNS name, in whatever Gateways; of virtual clusters only. */
  targetsOf(host: string): readonly SecuredHost[];
  hosts(): readonly string[];
  keys(): ReadonlySet<SecuredHostKey>;
  all(): readonly SecuredHost[];
}

export function securedHostIndex(cache: Pick<ClusterCache, "list" | "get">): SecuredHostIndex {
  let from: readonly unknown[] = [];
  let byHost = new Map<string, SecuredHost[]>();
  let keys = new Set<SecuredHostKey>();
  let all: SecuredHost[] = [];

  function fresh(): void {
    const gateways = cache.list("Gateway");
    const namespaces = cache.list("Namespace");
    // The cache gives the same array until something of the kind changes.
    if (from[0] === gateways && from[1] === namespaces) return;
    from = [gateways, namespaces];
    const managed = new Set(namespaces.filter(isVirtualCluster).map(({ metadata }) => metadata.name));
    all = gateways.filter((gateway) => isIn(managed, gateway)).flatMap(securedHostsOf);
    byHost = new Map();
    for (const target of all) byHost.set(target.host, [...(byHost.get(target.host) ?? []), target]);
    keys = new Set(all.map(keyOf));
  }

  return {
    targetsOf(host) {
      fresh();
      return byHost.get(host) ?? [];
    },
    hosts() {
      fresh();
      return [...byHost.keys()];
    },
    keys() {
      fresh();
      return keys;
    },
    all() {
      fresh();
      return all;
    },
  };
}

function isIn(managed: ReadonlySet<string>, { metadata }: GatewayObject): boolean {
  return managed.has(metadata.namespace ?? "") && metadata.deletionTimestamp === undefined;
}
