import { type IngressPods, podSetOf, workloadsOf } from "@/lib/kubernetes/gateways/ingresses";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache, ClusterChange } from "@/lib/kubernetes/watch/cluster-cache";
import { metadataSecret } from "@/lib/model/metadata-keys";
import { type RecordHostChange, unsecured } from "@/lib/model/record-hosts";
import { keyOf, type SecuredHost, type SecuredHostKey } from "@/lib/model/secured-hosts";
import type { Runner } from "@/lib/runner/runner";
import { asRunner } from "@/lib/server/audit/acting";
import type { Comparison } from "@/lib/server/cleanup/follow-comparison";
import { goneCleanup, type HostCleanups } from "@/lib/server/cleanup/host-cleanups";
import type { Store } from "@/lib/store/open-store";
import type { IngressFollower } from "../ingress/follow-ingresses";
import type { MisdirectedAnswers } from "../ingress/misdirected-answers";
import type { Log } from "../log";
import { affectedHosts } from "./affected-hosts";
import type { LiveWalks } from "./live-walks";
import { routedHosts } from "./routed-hosts";
import type { SecuredHostIndex } from "./secured-host-index";
import type { Visits } from "./visit-host";

interface Parts {
  cache: ClusterCache;
  index: SecuredHostIndex;
  live: LiveWalks;
  store: Store;
  runner: Runner;
  visits: Visits;
  cleanups: HostCleanups;
  comparison: Comparison;
  ingresses: Pick<IngressFollower, "follow">;
  ingressPods: Pick<IngressPods, "known">;
  misdirected: Pick<MisdirectedAnswers, "tidy">;
  log: Log;
  vaultNamespace: string;
}

/**
 * Turns changes of the cluster into wakes and cleanups. If one can't be passed on because the database is down, a later
 * comparison makes up for it: events only wake, and the state decides.
 */
export function followCluster(parts: Parts): () => void {
  const { cache, index, runner, visits, cleanups, comparison, ingresses, ingressPods, misdirected, log } =
    parts;
  const { vaultNamespace } = parts;
  const settle = (work: Promise<unknown>) => {
    work.catch((err: unknown) => {
      log.error({ err }, "a change of the cluster could not be passed on; everything is compared instead");
      comparison.request();
    });
  };
  const podSetsIn = (namespace: string) => [
    ...workloadsOf(cache, namespace).map(podSetOf),
    ...ingressPods.known().filter((pods) => pods.namespace === namespace),
  ];
  // A save reports its change before it is answered: what follows is the runner's.
  return index.onChange((change, hosts) =>
    asRunner(null, () => {
      const ingress = ingresses.follow(change);
      const { wake: affected, gone } = affectedHosts(change, index, vaultNamespace, podSetsIn, hosts);
      const wake = [...new Set([...affected, ...routedHosts(change, index, cache)])];
      for (const host of wake) visits.checkEveryStep(host);
      // By the time Lamia visits the host, it knows that the ingress is being created.
      const lost = unsecured(hosts);
      const first = lost.length > 0 ? Promise.all([ingress, forget(parts, lost)]) : ingress;
      if (wake.length > 0) settle(first ? first.then(() => runner.wake(wake)) : runner.wake(wake));
      if (gone.length > 0) settle(cleanUpAfter(parts, gone, change));
      if (endsSharing(hosts)) settle(misdirected.tidy());
      if (revealsProvider(change)) comparison.request();
      // What came back, or appeared under another name, must not wait for the end of a grace period.
      if (change.kind === "Gateway" && wake.length > 0) settle(cleanups.withdrawWanted());
    }),
  );
}

/** A host that gets only records now begins a walk of its own, and the comparison finds the keys that nobody needs. */
async function forget({ live, store, comparison }: Parts, keys: readonly SecuredHostKey[]): Promise<void> {
  for (const key of keys) live.remove(key);
  await store.walks.remove(keys);
  comparison.request();
}

/**
 * An earlier comparison, such as with an incomplete list at the start, didn't look for what is ours at its provider, and the next one
 * may be an hour away.
 */
function revealsProvider({ kind, type, object }: ClusterChange): boolean {
  if (type !== "added") return false;
  return kind === "Namespace"
    ? isVirtualCluster(object)
    : kind === "Secret" && object.metadata.name === metadataSecret;
}

/** Somebody shared a wildcard certificate before, and may have been the last at the ingress. */
function endsSharing({ before }: RecordHostChange): boolean {
  return before.some(({ certificateScope }) => certificateScope === "zone");
}

async function cleanUpAfter(
  { index, live, store, runner, cleanups }: Parts,
  gone: readonly SecuredHost[],
  { type }: ClusterChange,
): Promise<void> {
  const isHeld = ({ host, gateway }: SecuredHost) =>
    index
      .targetsOf(host)
      .some((each) => each.gateway.namespace === gateway.namespace && each.gateway.name === gateway.name);
  // If the same Gateway has the same name on another port, only the row belongs to this one alone.
  const moved = gone.filter(isHeld).map(keyOf);
  for (const key of moved) live.remove(key);
  if (moved.length > 0) await store.walks.remove(moved);
  const left = gone.filter((target) => !isHeld(target));
  await Promise.all([
    cleanups.begin(left.map((target) => goneCleanup(target, type === "deleted" ? "deleted" : "unnamed"))),
    ...left.map(({ host }) => runner.forget(host)),
  ]);
}
