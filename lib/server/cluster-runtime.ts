import { registrableDomain } from "@/lib/dns/registrable-domain";
import type { CertificateFact } from "@/lib/gateway/certificate/certificate-fact";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { createCluster } from "@/lib/kubernetes/gateways/cluster";
import { ingressPods } from "@/lib/kubernetes/gateways/ingresses";
import { createVault } from "@/lib/kubernetes/vault/vault";
import { isVirtualCluster } from "@/lib/kubernetes/virtual-cluster";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import { watchCluster } from "@/lib/kubernetes/watch/watch-cluster";
import { keyOf } from "@/lib/model/secured-hosts";
import { type Decider, lamiaDecides } from "./access/decider";
import { kubernetesDecides } from "./access/kubernetes-decides";
import { followOutside } from "./audit/outside";
import { ownIngressOf } from "./ingress/ingress-task";
import { misdirectedAnswers } from "./ingress/misdirected-answers";
import type { Installation } from "./installation";
import { type Definitions, followDefinitions } from "./istio/definitions";
import { type FollowedInstaller, followInstaller } from "./istio/follow-installer";
import { istioInstaller } from "./istio/installer";
import { type Mesh, meshOf } from "./mesh/mesh";
import { meshCredentials } from "./mesh/mesh-credentials";
import { brokenNeighbours, meshPicture } from "./mesh/walk-questions";
import { streamCluster } from "./stream";
import { challengeResponder } from "./walks/challenge-responder";
import { claimsNowOf, claimsOf } from "./walks/claims";
import { followWalks, type LiveWalks } from "./walks/live-walks";
import { pastChangesIn } from "./walks/past-changes";
import { type SecuredHostIndex, securedHostIndex } from "./walks/secured-host-index";
import { startWalking, type Walking } from "./walks/start-walking";
import { type Worlds, worldsOf } from "./walks/worlds";

/** Everything about one cluster: what is known about it, and what Lamia does in it. */
export interface ClusterRuntime {
  readonly installation: Installation;
  readonly client: ClusterClient;
  readonly cache: ClusterCache;
  /** Who may do what in it. */
  readonly decider: Decider;
  /** The Secured Hosts that its Gateways name, and the state of their walks. */
  readonly index: SecuredHostIndex;
  readonly live: LiveWalks;
  readonly worlds: Worlds;
  /** Its Istio objects as the checks see them, and the findings. */
  readonly mesh: Mesh;
  /** Which of Istio's kinds it serves, and the Job that installs what is missing. */
  readonly definitions: Definitions;
  readonly istioInstaller: FollowedInstaller;
  /** Null until the cluster has been seen for the first time. */
  readonly walking: Walking | null;
  close(): Promise<void>;
}

/** Follows a cluster and walks its hosts. Doesn't wait for its answer. Whoever connected `client` closes it. */
export async function startCluster(
  installation: Installation,
  client: ClusterClient,
): Promise<ClusterRuntime> {
  const { environment, log, store, stream, metrics } = installation;
  const namespace = environment.LAMIA_NAMESPACE;
  const report = (err: unknown) => log.error({ err }, "a listener failed");

  const byName = environment.LAMIA_SECRETS === "by-name";
  const cache = watchCluster(client, { report, ...(byName ? { secretsOnlyIn: namespace } : {}) });
  const pods = ingressPods(client);
  const index = securedHostIndex(cache);
  const live = await followWalks(store, report);
  const stopStreaming = streamCluster(stream, { cache, index, live, namespace });

  const stopRecording = followOutside({ cache, audit: store.audit, recorder: installation.recorder, log });

  const credentials = meshCredentials({
    client,
    isWatched: (place) =>
      place.namespace !== namespace && cache.get("Secret", place.namespace, place.name) !== null,
    onChange() {
      for (const topic of ["findings", "gateways", "overview", "map"] as const) stream.changed(topic);
    },
  });
  const mesh = meshOf(cache, namespace, credentials, pods);
  const neighbours = brokenNeighbours(mesh);

  const gateways = createCluster(client, cache, pods);
  const misdirected = misdirectedAnswers({ client, cache, index, ingresses: gateways.ingresses });
  const responder = challengeResponder({ client, cache, pods, ingresses: gateways.ingresses });
  const worlds = worldsOf({
    client,
    cache,
    dnsProviders: installation.dnsProviders,
    registrars: installation.registrars,
    pastChanges: pastChangesIn(store),
    authorities: installation.authorities,
    environmentCa: installation.environmentCa,
    namespace,
    owner: installation.uid,
    common: {
      clock: { now: () => new Date() },
      cluster: {
        ...gateways,
        ownIngress: (target) => ownIngressOf({ cache, store }, target),
        brokenNeighbours: async (target) => neighbours(target),
        answerMisdirected: misdirected.answerMisdirected,
        claims: async (host) => claimsOf(index, host),
        claimsNow: claimsNowOf({ client, cache }),
      },
      vault: createVault({ client, cache, namespace, byName }),
      resolver: installation.resolver,
      prober: installation.prober,
      responder,
      mesh: meshPicture(mesh, cache),
      registrableDomain,
      graceInMs: environment.LAMIA_CLEANUP_GRACE_SECONDS * 1000,
    },
  });

  const definitions = followDefinitions({ client, cache });
  definitions.onChange(() => stream.changed("istio"));
  const installer = followInstaller({
    installer: istioInstaller(client, namespace),
    definitions,
    stream,
    environment,
    log,
  });
  const walks = startWalking({
    installation,
    client,
    cache,
    index,
    live,
    worlds,
    responder,
    misdirected,
    ingressPods: pods,
    mesh,
  });
  const stopMeasuring = metrics.measure({
    walksByState: () => countStates(index, live),
    runnerLoad: () => walks.current()?.runner.load() ?? { attending: 0, walking: 0, waiting: 0 },
    certificateEnds: () => certificateEnds(index, live),
    isConnected: () => cache.stateOf("Namespace").state === "connected",
  });

  return {
    installation,
    client,
    cache,
    decider: deciderOf(installation, client, cache),
    index,
    live,
    worlds,
    mesh,
    definitions,
    istioInstaller: installer,
    get walking() {
      return walks.current();
    },
    async close() {
      stopMeasuring();
      await walks.stop();
      installer.close();
      definitions.close();
      stopStreaming();
      stopRecording();
      await cache.close();
    },
  };
}

function deciderOf(
  { environment, store }: Installation,
  client: ClusterClient,
  cache: ClusterCache,
): Decider {
  if (environment.LAMIA_AUTHORIZATION === "lamia") return lamiaDecides(client);
  return kubernetesDecides({
    client,
    naming: {
      user: environment.LAMIA_IMPERSONATE_USER,
      userPrefix: environment.LAMIA_IMPERSONATE_USER_PREFIX,
      groupPrefix: environment.LAMIA_IMPERSONATE_GROUP_PREFIX,
    },
    virtualClusters: () =>
      cache
        .list("Namespace")
        .filter(isVirtualCluster)
        .map(({ metadata }) => metadata.name),
    subjectOf: store.people.subjectOf,
  });
}

function countStates(index: SecuredHostIndex, live: LiveWalks): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const target of index.all()) {
    const state = walkStateOf(live.get(keyOf(target))?.reports ?? [], target);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

function certificateEnds(index: SecuredHostIndex, live: LiveWalks): Date[] {
  return index.all().flatMap((target) => {
    const reports = live.get(keyOf(target))?.reports ?? [];
    const fact = reports.find(({ step, state }) => step === "certificate" && state === "done")?.fact;
    return fact ? [new Date((fact as CertificateFact).notAfter)] : [];
  });
}
