import { readFileSync } from "node:fs";
import { createCertificateAuthority } from "@/lib/acme/authority";
import { registrableDomain } from "@/lib/dns/registrable-domain";
import { createProviderRegistry, type ProviderRegistry } from "@/lib/dns/registry";
import { createResolver } from "@/lib/dns/resolver";
import { keyOf } from "@/lib/gateway/model";
import { walkStateOf } from "@/lib/gateway/reporting";
import type { CertificateFact } from "@/lib/gateway/steps/certificate";
import type { CertificateAuthority } from "@/lib/gateway/world";
import { createAccountStore } from "@/lib/kubernetes/account-secret";
import { type ClusterClient, connectCluster } from "@/lib/kubernetes/client";
import { createCluster } from "@/lib/kubernetes/cluster";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import { type IngressPods, ingressPods } from "@/lib/kubernetes/ingress-pods";
import { createVault } from "@/lib/kubernetes/vault";
import { watchCluster } from "@/lib/kubernetes/watch-cluster";
import type { Runner } from "@/lib/runner/start-runner";
import { openStore, type Store } from "@/lib/store/open-store";
import { tlsProber } from "@/lib/tls/prober";
import { brokenNeighbours } from "./broken-neighbours";
import { type Environment, readEnvironment } from "./environment";
import { ownIngressOf } from "./ingress/own-ingress";
import { type Definitions, followDefinitions } from "./istio/definitions";
import { followInstallation, type Installation } from "./istio/follow-installation";
import { istioInstaller } from "./istio/installer";
import { createLog, type Log } from "./log";
import { type Mesh, meshOf } from "./mesh";
import { meshCredentials } from "./mesh-credentials";
import { meshPicture } from "./mesh-picture";
import { createMetrics, type Metrics } from "./metrics";
import { startWalking } from "./start-walking";
import { openStream, type Stream } from "./stream";
import { claimsNowOf, claimsOf } from "./walks/claims";
import type { HostCleanups } from "./walks/host-cleanups";
import { followWalks, type LiveWalks } from "./walks/live-walks";
import { type SecuredHostIndex, securedHostIndex } from "./walks/secured-host-index";
import type { Visits } from "./walks/visit-host";
import { type Worlds, worldsOf } from "./worlds";

/** Everything that a request may need, put together once a process. */
export interface Runtime {
  environment: Environment;
  log: Log;
  metrics: Metrics;
  store: Store;
  client: ClusterClient;
  cache: ClusterCache;
  ingressPods: IngressPods;
  registry: ProviderRegistry;
  ca: CertificateAuthority;
  worlds: Worlds;
  index: SecuredHostIndex;
  live: LiveWalks;
  mesh: Mesh;
  definitions: Definitions;
  installation: Installation;
  stream: Stream;
  /** Null until the cluster has been seen for the first time. */
  walking: { runner: Runner; visits: Visits; cleanups: HostCleanups } | null;
  close(): Promise<void>;
}

/** Instrumentation and routes are separate bundles of one process: what they share hangs on `globalThis`. */
const shared = globalThis as typeof globalThis & { lamiaRuntime?: Promise<Runtime> };

export function getRuntime(): Promise<Runtime> {
  shared.lamiaRuntime ??= startRuntime(readEnvironment()).then(
    (runtime) => {
      void runtime.mesh.prepare(runtime.cache.synced);
      return runtime;
    },
    (thrown: unknown) => {
      delete shared.lamiaRuntime;
      throw thrown;
    },
  );
  return shared.lamiaRuntime;
}

/** Puts the panel together. Throws when the environment or the database cannot be used; a cluster may come later. */
export async function startRuntime(environment: Environment): Promise<Runtime> {
  const log = createLog(environment.LAMIA_LOG_LEVEL);
  const store = await openStore({ home: environment.LAMIA_HOME, databaseUrl: environment.DATABASE_URL });
  const report = (err: unknown) => log.error({ err }, "a listener failed");
  const client = connectCluster({ kubeconfigFile: environment.KUBECONFIG });
  const cache = watchCluster(client, { report });
  const pods = ingressPods(client);
  const live = await followWalks(store, report);
  const index = securedHostIndex(cache);
  const registry = createProviderRegistry({
    googleDnsEndpoint: environment.LAMIA_GOOGLE_DNS_ENDPOINT,
    googleTokenEndpoint: environment.LAMIA_GOOGLE_TOKEN_ENDPOINT,
  });
  const ca = certificateAuthority(environment, client);
  const namespace = environment.LAMIA_NAMESPACE;
  const owner = { value: "" };
  const credentials = meshCredentials({
    client,
    isWatched: (place) =>
      place.namespace !== namespace && cache.get("Secret", place.namespace, place.name) !== null,
    onChange() {
      for (const topic of ["findings", "gateways", "overview", "map"] as const) stream.changed(topic);
    },
  });
  const mesh = meshOf(cache, namespace, credentials, pods);
  const neighbours = brokenNeighbours(() => mesh);
  const worlds = worldsOf({
    client,
    cache,
    registry,
    common: {
      clock: { now: () => new Date() },
      cluster: {
        ...createCluster(client, cache, pods),
        ownIngress: (target) => ownIngressOf({ cache, store }, target),
        brokenNeighbours: async (target) => neighbours(target),
        claims: async (host) => claimsOf(index, host),
        claimsNow: claimsNowOf({ client, cache }),
      },
      vault: createVault({ client, cache, namespace }),
      resolver: createResolver({
        ...(environment.LAMIA_DNS_ROOT_SERVERS ? { rootServers: environment.LAMIA_DNS_ROOT_SERVERS } : {}),
        port: environment.LAMIA_DNS_PORT,
      }),
      ca,
      prober: tlsProber(environment.LAMIA_PROBE_ADDRESSES),
      mesh: meshPicture(mesh, cache),
      registrableDomain,
      get owner() {
        return owner.value;
      },
    },
  });
  const metrics = createMetrics({
    walksByState: () => countStates(index, live),
    runnerLoad: () => runtime.walking?.runner.load() ?? { attending: 0, walking: 0, waiting: 0 },
    openCleanups: async () => (await store.cleanupTasks.open()).length,
    certificateEnds: () => certificateEnds(index, live),
    clusterConnected: () => cache.stateOf("Namespace").state === "connected",
  });
  const stream = openStream({ cache, live, store, index, log });
  const definitions = followDefinitions({
    client,
    cache,
    onChange() {
      stream.changed("istio");
      void installation.installIfMissing();
    },
  });
  const installer = istioInstaller(client, namespace);
  const installation: Installation = followInstallation({ installer, definitions, stream, environment, log });
  const runtime: Runtime = {
    environment,
    log,
    metrics,
    store,
    client,
    cache,
    ingressPods: pods,
    registry,
    ca,
    worlds,
    index,
    live,
    mesh,
    definitions,
    installation,
    stream,
    walking: null,
    async close() {
      await stopWalking();
      definitions.close();
      installation.close();
      stream.close();
      await cache.close();
      await client.close();
      await store.close();
    },
  };
  const stopWalking = startWalking(runtime, (uid) => {
    owner.value = uid;
  });
  return runtime;
}

function certificateAuthority(environment: Environment, client: ClusterClient): CertificateAuthority {
  const { LAMIA_ACME_EAB_KID: kid, LAMIA_ACME_EAB_HMAC_FILE: file } = environment;
  return createCertificateAuthority({
    directory: environment.LAMIA_ACME_DIRECTORY,
    accounts: createAccountStore({
      client,
      namespace: environment.LAMIA_NAMESPACE,
      email: environment.LAMIA_ACME_EMAIL,
    }),
    email: environment.LAMIA_ACME_EMAIL ?? null,
    termsAgreed: environment.LAMIA_ACME_TERMS_AGREED,
    externalAccount: kid && file ? { kid, hmacKey: readFileSync(file, "utf8").trim() } : null,
  });
}

function countStates(index: SecuredHostIndex, live: LiveWalks): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const target of index.all()) {
    const state = walkStateOf(live.get(keyOf(target))?.reports ?? []);
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
