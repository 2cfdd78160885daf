import { setTimeout as sleep } from "node:timers/promises";
import { asFailure, Failure } from "@/lib/gateway/failure";
import { ensureNamespace } from "@/lib/kubernetes/namespaces";
import { type Runner, startRunner } from "@/lib/runner/start-runner";
import { cleanupKind } from "@/lib/store/cleanups";
import { followIngresses } from "./ingress/follow-ingresses";
import { ingressTaskKind, settleIngress } from "./ingress/ingress-task";
import { followNotifications } from "./notify/follow-notifications";
import { deliverNotices, notifyTaskKind } from "./notify/notify-task";
import { watchCertificates } from "./notify/watch-certificates";
import type { Runtime } from "./runtime";
import { cleanUpHosts } from "./walks/clean-up-host";
import { compareAll } from "./walks/comparison";
import { existences } from "./walks/existence";
import { followCluster } from "./walks/follow-cluster";
import { followComparison } from "./walks/follow-comparison";
import { hostCleanups } from "./walks/host-cleanups";
import { taskByKind } from "./walks/task-by-kind";
import { visitsOf } from "./walks/visit-host";

const retryInMs = 2000;

/**
 * Waits for the cluster and then starts the runner; a cluster that is not there yet is tried for as long as it
 * takes, while the pages say so. Returns the function that ends it.
 */
export function startWalking(runtime: Runtime, onOwner: (uid: string) => void): () => Promise<void> {
  const stop = new AbortController();
  const endings: (() => Promise<void> | void)[] = [];
  const started = begin(runtime, onOwner, stop.signal, endings).catch((err: unknown) => {
    if (!stop.signal.aborted) runtime.log.fatal({ err }, "the runner could not be started");
  });
  return async () => {
    stop.abort();
    await started;
    for (const end of endings.toReversed()) await end();
  };
}

async function begin(
  runtime: Runtime,
  onOwner: (uid: string) => void,
  signal: AbortSignal,
  endings: (() => Promise<void> | void)[],
): Promise<void> {
  const { client, cache, index, live, store, log, worlds, metrics, environment } = runtime;
  await Promise.race([cache.synced, aborted(signal)]);
  const owner = await ownerOf(runtime, signal);
  onOwner(owner);
  const visits = visitsOf({
    index,
    live,
    store,
    log,
    worldFor: worlds.worldFor,
    onVisit: metrics.observeVisit,
  });
  const now = () => new Date();
  const graceInMs = environment.LAMIA_CLEANUP_GRACE_SECONDS * 1000;
  // The runner does the cleanups, and they queue themselves at the runner.
  let started: Runner | null = null;
  const lateRunner = () => {
    if (!started) throw new Failure("unreachable", "The runner is only starting.");
    return started;
  };
  const cleanups = hostCleanups({
    store,
    index,
    runner: lateRunner,
    graceInMs,
    now,
  });
  const runner = await startRunner({
    store,
    clock: { now },
    log,
    walkHost: visits.visitHost,
    onAskedAfresh: visits.askAgain,
    allHosts: () => index.hosts(),
    doTask: taskByKind({
      [cleanupKind]: cleanUpHosts({
        store,
        index,
        live,
        cleanups,
        existences: existences({ client, cache }),
        worldFor: worlds.worldFor,
        runner: lateRunner,
        now,
      }),
      [ingressTaskKind]: settleIngress({ client, cache, cleanups: store.cleanups, graceInMs, now }),
      [notifyTaskKind]: deliverNotices({
        client,
        cache,
        store,
        log,
        allowLoopback: environment.LAMIA_NOTIFY_ALLOW_LOOPBACK,
      }),
    }),
    attends: environment.LAMIA_RUNNER !== "off",
  });
  endings.push(
    () => visits.flush(),
    () => runner.stop(),
  );
  started = runner;
  runtime.walking = { runner, visits, cleanups };
  // Before the hosts: when one is visited it is known already that its ingress is on the way.
  endings.push(await followIngresses({ cache, runner, log }));
  const comparison = followComparison({
    cache,
    store,
    log,
    compare: () =>
      compareAll({
        cache,
        index,
        store,
        runner,
        cleanups,
        worlds,
        owner: () => owner,
        vaultNamespace: environment.LAMIA_NAMESPACE,
        log,
      }),
  });
  endings.push(
    followCluster({
      cache,
      index,
      live,
      store,
      runner,
      visits,
      cleanups,
      comparison,
      ingressPods: runtime.ingressPods,
      log,
      vaultNamespace: environment.LAMIA_NAMESPACE,
    }),
    () => comparison.stop(),
  );
  endings.push(await followNotifications({ client, cache, store, runner, log }), watchCertificates(runtime));
  log.info({ hosts: index.hosts().length }, "the runner has started");
}

/** The uid of Lamia's own Namespace marks the records of this installation. */
async function ownerOf({ client, environment, log }: Runtime, signal: AbortSignal): Promise<string> {
  for (;;) {
    try {
      const { metadata } = await ensureNamespace(client, environment.LAMIA_NAMESPACE);
      if (metadata.uid) return metadata.uid;
    } catch (thrown) {
      log.warn({ err: asFailure(thrown) }, "the cluster does not answer yet");
    }
    await sleep(retryInMs, undefined, { signal });
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
