import { registrableDomain } from "@/lib/dns/registrable-domain";
import { certificateIdOf } from "@/lib/gateway/certificate/certificate-id";
import type { Labels } from "@/lib/kubernetes/gateways/ingresses";
import { walkedHostsOf } from "@/lib/kubernetes/gateways/secured-hosts";
import type { GatewayObject } from "@/lib/kubernetes/objects/kinds";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache, ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import { familyOf } from "@/lib/model/hosts";
import { noRecordHostChange, type RecordHostChange } from "@/lib/model/record-hosts";
import { keyOf, type SecuredHost, type SecuredHostKey } from "@/lib/model/secured-hosts";
import { selectorIndex } from "./selector-index";

/**
 * Hosts by a name that many of them may have. Sorted by key when they are asked for, because hundreds can come one by one.
 */
function targetsBy(nameOf: (target: SecuredHost) => string | null) {
  const byName = new Map<string, { targets: Set<SecuredHost>; sorted: readonly SecuredHost[] | null }>();

  return {
    add(target: SecuredHost): void {
      const name = nameOf(target);
      if (name === null) return;
      const group = byName.get(name) ?? { targets: new Set(), sorted: null };
      byName.set(name, group);
      group.targets.add(target);
      group.sorted = null;
    },
    remove(target: SecuredHost): void {
      const name = nameOf(target);
      const group = name === null ? undefined : byName.get(name);
      if (name === null || !group?.targets.delete(target)) return;
      group.sorted = null;
      if (group.targets.size === 0) byName.delete(name);
    },
    of(name: string): readonly SecuredHost[] {
      const group = byName.get(name);
      if (!group) return [];
      group.sorted ??= inKeyOrder(group.targets);
      return group.sorted;
    },
  };
}

/** Each key is made once, not for each comparison. */
function inKeyOrder(targets: Iterable<SecuredHost>): SecuredHost[] {
  return [...targets]
    .map((target) => ({ target, key: keyOf(target) }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ target }) => target);
}

/** Every host that has a walk: what the cluster names now, in virtual clusters only. */
export interface SecuredHostIndex {
  get(key: SecuredHostKey): SecuredHost | undefined;
  /** The Secured Hosts of one DNS name, in any Gateway. */
  targetsOf(host: string): readonly SecuredHost[];
  hosts(): readonly string[];
  has(key: SecuredHostKey): boolean;
  all(): readonly SecuredHost[];
  /** The hosts below one domain, and its wildcard: names with the same `familyOf`. */
  inFamily(family: string): readonly SecuredHost[];
  /** The hosts that share the certificate that the vault keeps under this name. */
  sharing(id: string): readonly SecuredHost[];
  /** The hosts whose Gateway's selector picks pods with these labels. */
  hostsSelecting(labels: Labels): string[];
  /**
   * Reports each change of the cluster once it is in the index, so that listeners can ask the index, with the hosts of the
   * changed Gateways before and after.
   */
  onChange(listener: Listener): () => void;
}

type Listener = (change: ClusterChange, hosts: RecordHostChange) => void;

/**
 * Follows the cluster change by change: a Gateway costs what its own servers cost, however many others there are.
 */
export function securedHostIndex(cache: Pick<ClusterCache, "list" | "get" | "onChange">): SecuredHostIndex {
  const byGateway = new Map<string, readonly SecuredHost[]>();
  const byKey = new Map<SecuredHostKey, SecuredHost>();
  const byHost = new Map<string, readonly SecuredHost[]>();
  const byFamily = targetsBy(({ host }) => familyOf(host));
  const byCertificate = targetsBy((target) =>
    target.certificateScope === undefined ? null : certificateIdOf(target, registrableDomain),
  );
  const bySelector = selectorIndex();
  const listeners = new Set<Listener>();
  let all: readonly SecuredHost[] | null = null;

  function forget(id: string): void {
    for (const target of byGateway.get(id) ?? []) {
      byKey.delete(keyOf(target));
      bySelector.remove(target);
      byFamily.remove(target);
      byCertificate.remove(target);
      const others = (byHost.get(target.host) ?? []).filter((other) => other !== target);
      if (others.length > 0) byHost.set(target.host, others);
      else byHost.delete(target.host);
    }
    byGateway.delete(id);
  }

  function follow(gateway: GatewayObject, isDeleted: boolean): RecordHostChange {
    const { namespace = "", name, deletionTimestamp } = gateway.metadata;
    const id = `${namespace}/${name}`;
    const before = byGateway.get(id) ?? [];
    all = null;
    forget(id);
    const holder = cache.get("Namespace", null, namespace);
    if (isDeleted || deletionTimestamp !== undefined || !holder || !isVirtualCluster(holder))
      return { before, after: [] };
    const targets = walkedHostsOf(gateway, holder);
    if (targets.length === 0) return { before, after: [] };
    byGateway.set(id, targets);
    for (const target of targets) {
      byKey.set(keyOf(target), target);
      bySelector.add(target);
      byFamily.add(target);
      byCertificate.add(target);
      byHost.set(target.host, inKeyOrder([...(byHost.get(target.host) ?? []), target]));
    }
    return { before, after: targets };
  }

  function followChange(change: ClusterChange): RecordHostChange {
    if (change.kind === "Gateway") return follow(change.object, change.type === "deleted");
    if (change.kind !== "Namespace") return noRecordHostChange;
    const followed = cache
      .list("Gateway", change.object.metadata.name)
      .map((gateway) => follow(gateway, false));
    return {
      before: followed.flatMap(({ before }) => before),
      after: followed.flatMap(({ after }) => after),
    };
  }

  for (const gateway of cache.list("Gateway")) follow(gateway, false);
  cache.onChange((change) => {
    const hosts = followChange(change);
    for (const listener of listeners) listener(change, hosts);
  });

  return {
    get: (key) => byKey.get(key),
    targetsOf: (host) => byHost.get(host) ?? [],
    hosts: () => [...byHost.keys()],
    has: (key) => byKey.has(key),
    inFamily: byFamily.of,
    sharing: byCertificate.of,
    hostsSelecting: bySelector.hostsSelecting,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all() {
      all ??= inKeyOrder(byKey.values());
      return all;
    },
  };
}
