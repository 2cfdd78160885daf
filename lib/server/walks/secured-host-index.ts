import { keyOf, type SecuredHost, type SecuredHostKey } from "@/lib/gateway/model";
import type { ClusterCache, ClusterChange } from "@/lib/kubernetes/cluster-cache";
import type { Labels } from "@/lib/kubernetes/ingresses";
import type { GatewayObject } from "@/lib/kubernetes/kinds";
import { securedHostsOf } from "@/lib/kubernetes/secured-hosts";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import { selectorIndex } from "./selector-index";

/** Which secured hosts the cluster names now; of virtual clusters only. */
export interface SecuredHostIndex {
  get(key: SecuredHostKey): SecuredHost | undefined;
  /** Those of one DNS name, in whatever Gateways. */
  targetsOf(host: string): readonly SecuredHost[];
  hosts(): readonly string[];
  has(key: SecuredHostKey): boolean;
  all(): readonly SecuredHost[];
  /** The hosts whose Gateway's selector picks pods with these labels. */
  hostsSelecting(labels: Labels): string[];
  /** Tells of each change of the cluster once it is in the index, so that whoever hears of it may ask the index. */
  onChange(listener: (change: ClusterChange) => void): () => void;
}

/**
 * Follows the cluster change by change: a Gateway costs what its own servers cost, however many others there are.
 */
export function securedHostIndex(cache: Pick<ClusterCache, "list" | "get" | "onChange">): SecuredHostIndex {
  const byGateway = new Map<string, readonly SecuredHost[]>();
  const byKey = new Map<SecuredHostKey, SecuredHost>();
  const byHost = new Map<string, readonly SecuredHost[]>();
  const bySelector = selectorIndex();
  const listeners = new Set<(change: ClusterChange) => void>();
  let all: readonly SecuredHost[] | null = null;

  function forget(id: string): void {
    for (const target of byGateway.get(id) ?? []) {
      byKey.delete(keyOf(target));
      bySelector.remove(target);
      const others = (byHost.get(target.host) ?? []).filter((other) => other !== target);
      if (others.length > 0) byHost.set(target.host, others);
      else byHost.delete(target.host);
    }
    byGateway.delete(id);
  }

  function follow(gateway: GatewayObject, isDeleted: boolean): void {
    const { namespace = "", name, deletionTimestamp } = gateway.metadata;
    const id = `${namespace}/${name}`;
    all = null;
    forget(id);
    const holder = cache.get("Namespace", null, namespace);
    if (isDeleted || deletionTimestamp !== undefined || !holder || !isVirtualCluster(holder)) return;
    const targets = securedHostsOf(gateway);
    if (targets.length === 0) return;
    byGateway.set(id, targets);
    for (const target of targets) {
      byKey.set(keyOf(target), target);
      bySelector.add(target);
      byHost.set(target.host, [...(byHost.get(target.host) ?? []), target].sort(byKeyOrder));
    }
  }

  for (const gateway of cache.list("Gateway")) follow(gateway, false);
  cache.onChange((change) => {
    if (change.kind === "Gateway") follow(change.object, change.type === "deleted");
    else if (change.kind === "Namespace")
      for (const gateway of cache.list("Gateway", change.object.metadata.name)) follow(gateway, false);
    for (const listener of listeners) listener(change);
  });

  return {
    get: (key) => byKey.get(key),
    targetsOf: (host) => byHost.get(host) ?? [],
    hosts: () => [...byHost.keys()],
    has: (key) => byKey.has(key),
    hostsSelecting: bySelector.hostsSelecting,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all() {
      all ??= [...byKey.values()].sort(byKeyOrder);
      return all;
    },
  };
}

function byKeyOrder(one: SecuredHost, other: SecuredHost): number {
  return keyOf(one) < keyOf(other) ? -1 : 1;
}
