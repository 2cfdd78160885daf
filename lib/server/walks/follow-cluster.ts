import { keyOf, type SecuredHost } from "@/lib/gateway/model";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import type { Runner } from "@/lib/runner/start-runner";
import type { Store } from "@/lib/store/open-store";
import type { Log } from "../log";
import { affectedHosts } from "./affected-hosts";
import { securedHostCleanup } from "./clean-up-task";
import type { LiveWalks } from "./live-walks";
import type { SecuredHostIndex } from "./secured-host-index";
import type { Visits } from "./visit-host";

interface Parts {
  cache: ClusterCache;
  index: SecuredHostIndex;
  live: LiveWalks;
  store: Store;
  runner: Runner;
  visits: Visits;
  log: Log;
  vaultNamespace: string;
}

/** Turns changes of the cluster into wakes and cleanup tasks, those included that came while nobody was looking. */
export async function followCluster(parts: Parts): Promise<() => void> {
  const { cache, index, runner, visits, log, vaultNamespace } = parts;
  const settle = (work: Promise<unknown>) => {
    work.catch((err: unknown) => log.error({ err }, "a change of the cluster was not followed"));
  };
  const stop = cache.onChange((change) => {
    const { wake, gone } = affectedHosts(change, index, vaultNamespace);
    for (const host of wake) visits.lookAfresh(host);
    if (wake.length > 0) settle(runner.wake(wake));
    if (gone.length > 0) settle(cleanUpAfter(parts, gone));
  });
  await findForgotten(parts);
  return stop;
}

async function cleanUpAfter({ live, store, runner }: Parts, gone: readonly SecuredHost[]): Promise<void> {
  const keys = gone.map(keyOf);
  for (const key of keys) live.remove(key);
  for (const target of gone) await runner.addCleanup(securedHostCleanup(target));
  for (const { host } of gone) await runner.forget(host);
  await store.walks.remove(keys);
}

/** Walks that the database knows and the cluster does not: their Gateways went while the panel was down. */
async function findForgotten(parts: Parts): Promise<void> {
  const { cache, index, store } = parts;
  // An empty list is believed only from a cluster that answers: nothing is removed because a status was empty.
  if (cache.stateOf("Gateway").state !== "connected" || cache.stateOf("Namespace").state !== "connected")
    return;
  const forgotten = (await store.walks.keys()).filter((key) => !index.has(key));
  const rows = await Promise.all(forgotten.map((key) => store.walks.read(key)));
  const gone = rows
    .filter((row) => row !== null)
    .map(({ walk }) => walk)
    .filter(({ virtualCluster, gateway }) => cache.get("Gateway", virtualCluster, gateway) === null);
  await cleanUpAfter(
    parts,
    gone.map(({ virtualCluster, gateway, host, port }) => ({
      host,
      port,
      gateway: { namespace: virtualCluster, name: gateway },
      selector: {},
      server: null,
    })),
  );
}
