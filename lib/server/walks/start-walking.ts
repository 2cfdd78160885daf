import { setTimeout as sleep } from "node:timers/promises";
import { asFailure, Failure } from "@/lib/gateway/failure";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import type { IngressPods } from "@/lib/kubernetes/gateways/ingresses";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { openRunner, type Runner } from "@/lib/runner/runner";
import type { DoTask } from "@/lib/runner/task";
import { forTask } from "@/lib/server/audit/cause";
import { cleanUpHosts } from "@/lib/server/cleanup/clean-up-host";
import { compareAll } from "@/lib/server/cleanup/comparison";
import { existences } from "@/lib/server/cleanup/existence";
import { followComparison } from "@/lib/server/cleanup/follow-comparison";
import { goneCleanup, type HostCleanups, hostCleanups } from "@/lib/server/cleanup/host-cleanups";
import { storeSettings } from "@/lib/server/cleanup/last-settings";
import { ingressFollower } from "@/lib/server/ingress/follow-ingresses";
import { ingressTaskKind, settleIngress } from "@/lib/server/ingress/ingress-task";
import type { MisdirectedAnswers } from "@/lib/server/ingress/misdirected-answers";
import type { Installation } from "@/lib/server/installation";
import type { Mesh } from "@/lib/server/mesh/mesh";
import { deliverNotices, followNotifications, notifyTaskKind } from "@/lib/server/notify/deliveries";
import { watchCertificates } from "@/lib/server/notify/watch-certificates";
import { texts } from "@/lib/server/texts";
import { cleanupKind } from "@/lib/store/cleanups";
import type { Store } from "@/lib/store/open-store";
import type { ClusterResponder } from "./challenge-responder";
import { followCluster } from "./follow-cluster";
import type { LiveWalks } from "./live-walks";
import type { SecuredHostIndex } from "./secured-host-index";
import { trialTaskKind, tryOnStaging } from "./staging-trial";
import { type Visits, visitsOf } from "./visit-host";
import type { Worlds } from "./worlds";

/** What walks the hosts of a cluster, and cleans up after them. */
export interface Walking {
  runner: Runner;
  visits: Visits;
  cleanups: HostCleanups;
}

interface Parts {
  installation: Installation;
  client: ClusterClient;
  cache: ClusterCache;
  index: SecuredHostIndex;
  live: LiveWalks;
  worlds: Worlds;
  responder: ClusterResponder;
  misdirected: Pick<MisdirectedAnswers, "tidy">;
  ingressPods: IngressPods;
  mesh: Mesh;
}

type Ending = () => Promise<void> | void;

const retryInMs = 2000;

/**
 * Waits for the cluster and then starts to walk. A cluster that isn't there yet is retried for as long as it takes,
 * and the pages say so.
 */
export function startWalking(parts: Parts): { current(): Walking | null; stop(): Promise<void> } {
  const { log } = parts.installation;
  const abort = new AbortController();
  const endings: Ending[] = [];
  let current: Walking | null = null;
  const started = begin(parts, abort.signal, endings).then(
    (walking) => {
      current = walking;
    },
    (err: unknown) => {
      if (!abort.signal.aborted) log.fatal({ err }, "the runner could not be started");
    },
  );
  return {
    current: () => current,
    async stop() {
      abort.abort();
      await started;
      for (const end of endings.toReversed()) await end();
    },
  };
}

/** `endings` collects the functions that end each part, in the order in which they start. */
async function begin(
  { installation, client, cache, index, live, worlds, responder, misdirected, ingressPods, mesh }: Parts,
  signal: AbortSignal,
  endings: Ending[],
): Promise<Walking> {
  const { environment, log, store, metrics } = installation;
  const vaultNamespace = environment.LAMIA_NAMESPACE;
  const now = () => new Date();
  const graceInMs = environment.LAMIA_CLEANUP_GRACE_SECONDS * 1000;
  await Promise.race([cache.synced, aborted(signal)]);
  const owner = await firstUid(installation, signal);

  const known = existences({ client, cache });
  const visits = visitsOf({
    index,
    live,
    store,
    log,
    worldFor: worlds.worldFor,
    onVisit: metrics.observeVisit,
    async onOutlived({ host, gateway }) {
      // A virtual cluster that was released keeps what it has.
      const { is } = await known.ofGateway(gateway, host);
      if (is === "gone") await cleanups.begin([goneCleanup({ host, gateway }, "outlived")]);
    },
  });
  const runner = await openRunner({ store, clock: { now }, log, onFreshWake: visits.askAgain });
  endings.push(
    () => visits.flush(),
    () => runner.stop(),
  );
  const cleanups = hostCleanups({ store, index, runner, graceInMs, now });
  const shared = { cache, index, store, runner, cleanups, misdirected, vaultNamespace, log };
  const { resolver } = installation;
  const comparison = followComparison({
    cache,
    store,
    log,
    async compare() {
      await installation.access.secondFactors.forgetRemoved().catch((err: unknown) => {
        log.warn({ err }, "Secrets of removed users could not be removed");
      });
      return compareAll({ ...shared, worlds, responder, resolver, owner });
    },
  });
  endings.push(() => comparison.stop());
  const ingresses = ingressFollower({ cache, runner, log });
  endings.push(followCluster({ ...shared, live, visits, comparison, ingresses, ingressPods }));
  await ingresses.catchUp();
  endings.push(storeSettings({ index, worlds, log }));

  const cleanUp = cleanUpHosts({
    store,
    index,
    live,
    cleanups,
    existences: known,
    worldFor: worlds.worldFor,
    everyDnsOf: worlds.everyDnsOf,
    runner,
    now,
  });
  const deliver = deliverNotices({
    client,
    cache,
    store,
    log,
    allowed: environment.LAMIA_ALLOWED_TARGETS,
  });
  if (environment.LAMIA_RUNNER !== "off")
    await runner.start({
      walkHost: visits.visitHost,
      allHosts: () => index.hosts(),
      doTask: taskByKind(store.audit, {
        [cleanupKind]: cleanUp,
        [ingressTaskKind]: settleIngress({
          ...{ client, cache, cleanups: store.cleanups, graceInMs, now },
          mayGrantSecrets: environment.LAMIA_SECRETS === "cluster",
        }),
        [notifyTaskKind]: deliver,
        [trialTaskKind]: tryOnStaging({ store, index, live, worlds }),
      }),
    });
  endings.push(await followNotifications({ client, cache, store, runner, log }));
  endings.push(watchCertificates({ index, live, mesh, cache, store, log }));
  log.info({ hosts: index.hosts().length }, "the runner has started");
  return { runner, visits, cleanups };
}

/** The UID that marks our records, as soon as the cluster returns it. */
async function firstUid({ uid, log }: Installation, signal: AbortSignal): Promise<string> {
  for (;;) {
    try {
      return await uid();
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

/** Runs each task by its kind. A kind that this release doesn't know waits for the release that does. */
function taskByKind(audit: Store["audit"], kinds: Record<string, DoTask>): DoTask {
  return async (task, signal) => {
    const doTask = kinds[task.kind];
    if (!doTask) throw new Failure("unconfigured", texts.unknownTask({ kind: task.kind }));
    return forTask(audit, task, () => doTask(task, signal));
  };
}
