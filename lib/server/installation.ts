import { readFileSync } from "node:fs";
import { type Authorities, createAuthorities } from "@/lib/acme/authority";
import type { EnvironmentCa } from "@/lib/acme/ca-choice";
import { registrableDomain } from "@/lib/dns/registrable-domain";
import { createRegistrarRegistry, type RegistrarRegistry } from "@/lib/dns/registrars/registry";
import { createProviderRegistry, type ProviderRegistry } from "@/lib/dns/registry";
import { createResolver } from "@/lib/dns/resolver";
import type { Resolver } from "@/lib/gateway/dns/ports";
import { Failure } from "@/lib/gateway/failure";
import type { Prober } from "@/lib/gateway/prober";
import { type ClusterClient, connectCluster } from "@/lib/kubernetes/client/client";
import { ensureNamespace } from "@/lib/kubernetes/namespaces";
import { type Rights, watchRights } from "@/lib/kubernetes/rights/watch-rights";
import { createAccountStore } from "@/lib/kubernetes/vault/account-secret";
import { createAcmeDnsAccounts } from "@/lib/kubernetes/vault/acme-dns-secret";
import { SecretText } from "@/lib/model/secret-text";
import { type ClockWatch, createClockWatch } from "@/lib/net/clock-watch";
import { connectGuard, guardedFetch } from "@/lib/net/guarded-fetch";
import { strangeTargets } from "@/lib/net/strange-targets";
import { openStore, type Store } from "@/lib/store/open-store";
import { tlsProber } from "@/lib/tls/prober";
import { type Access, createAccess } from "./access/access";
import { configuredOidc } from "./access/oidc/configured";
import { sessionLimits } from "./access/session-limits";
import { texts as accessTexts } from "./access/texts";
import { tokenUses } from "./access/token-use";
import { auditedClient } from "./audit/audited-client";
import { createRecorder, type Recorder } from "./audit/recorder";
import { type DatabaseWatch, watchDatabase } from "./database-watch";
import { createDiagnoser, type Diagnoser } from "./diagnoser";
import type { Environment } from "./environment";
import { createLog, type Log } from "./log";
import { createMetrics, type Metrics } from "./metrics";
import { startSealing } from "./sealing";
import { openStream, type Stream } from "./stream";
import { texts } from "./texts";

/** What a process has once, however many clusters it serves: settings, database, and connections to the outside. */
export interface Installation {
  readonly environment: Environment;
  readonly log: Log;
  readonly store: Store;
  readonly stream: Stream;
  readonly metrics: Metrics;
  readonly access: Access;
  /** Writes into the audit who did what. */
  readonly recorder: Recorder;
  readonly dnsProviders: ProviderRegistry;
  readonly registrars: RegistrarRegistry;
  readonly resolver: Resolver;
  readonly prober: Prober;
  readonly diagnose: Diagnoser;
  readonly authorities: Authorities;
  /** The CA of the environment, for virtual clusters whose settings, and those of the installation, name none. */
  readonly environmentCa: EnvironmentCa;
  /** The API server that holds Lamia's own Namespace, with the accounts at the CA. */
  readonly home: ClusterClient;
  /** What the API server refuses to Lamia. */
  readonly rights: Pick<Rights, "missing" | "check">;
  /** Whether this machine's clock agrees with those of the API server and the CAs. */
  readonly clock: Pick<ClockWatch, "difference">;
  /** Whether the database can be used. */
  readonly database: Pick<DatabaseWatch, "problem">;
  /**
   * Marks the DNS records of this installation: the UID of Lamia's own Namespace, which is created if necessary.
   * Throws a `Failure` until `home` has answered once.
   */
  uid(): Promise<string>;
  close(): Promise<void>;
}

/** Throws if the settings or the database can't be used. Doesn't wait for a cluster, which may come later. */
export async function startInstallation(environment: Environment): Promise<Installation> {
  const log = createLog(environment.LAMIA_LOG_LEVEL);
  const store = await openStore({
    home: environment.LAMIA_HOME,
    databaseUrl: environment.DATABASE_URL?.reveal(),
    retention: { auditDays: environment.LAMIA_AUDIT_DAYS, session: sessionLimits(environment) },
  });
  const stream = openStream({ store, log });
  const metrics = createMetrics({ openCleanups: async () => (await store.tasks.open()).length });
  const mayAsk = strangeTargets({
    allowed: environment.LAMIA_ALLOWED_TARGETS,
    allowLoopback: environment.LAMIA_DIAGNOSE_ALLOW_LOOPBACK,
  });
  const resolver = createResolver({
    mayAsk,
    ...(environment.LAMIA_DNS_ROOT_SERVERS ? { rootServers: environment.LAMIA_DNS_ROOT_SERVERS } : {}),
    port: environment.LAMIA_DNS_PORT,
  });
  const clock = createClockWatch();
  clock.onChange((difference) => {
    if (difference) log.warn({ ...difference }, "clocks differ");
    stream.changed("status");
  });
  const database = watchDatabase(store, () => {
    const reason = database.problem();
    if (reason) log.error({ reason }, "the database can't be used");
    stream.changed("status");
  });
  const apiServer = connectCluster({ kubeconfigFile: environment.KUBECONFIG, heard: clock.heard });
  const rights = watchRights(apiServer, {
    mode: environment.LAMIA_SECRETS,
    namespace: environment.LAMIA_NAMESPACE,
  });
  rights.onChange(() => stream.changed("status"));
  const sealing = startSealing({ client: rights.client, environment, log });
  const recorder = createRecorder(store.audit, log);
  const home = auditedClient(sealing.client, recorder);
  const access = createAccess({
    environment,
    store,
    home,
    oidc: configuredOidc({ environment, home, store, log }),
    onTokenUsed: tokenUses(store, log),
    onSlowed: accountReporter(store, log),
    onSecretKept: (err) => log.warn({ err }, "the Secret of a removed user will be removed later"),
  });
  const outside = {
    googleDnsEndpoint: environment.LAMIA_GOOGLE_DNS_ENDPOINT,
    googleTokenEndpoint: environment.LAMIA_GOOGLE_TOKEN_ENDPOINT,
    endpoints: environment.LAMIA_DNS_ENDPOINTS,
    ambientCredentials: environment.LAMIA_DNS_AMBIENT_CREDENTIALS,
    azureIdentity: azureIdentity(environment),
    resolver,
    acmeDns: {
      accounts: createAcmeDnsAccounts({ client: home, namespace: environment.LAMIA_NAMESPACE }),
      guardedFetch: guardedFetch({
        allowed: environment.LAMIA_ALLOWED_TARGETS,
        remedy: texts.acmeDnsOfInstallation,
      }),
    },
    guard: connectGuard({ allowed: environment.LAMIA_ALLOWED_TARGETS, remedy: texts.serverOfInstallation }),
  };
  const authorities = authoritiesOf(environment, home, store, clock);
  const environmentCa = environmentCaOf(environment);
  return {
    environment,
    log,
    store,
    stream,
    metrics,
    access,
    recorder,
    dnsProviders: createProviderRegistry(outside),
    registrars: createRegistrarRegistry(outside),
    resolver,
    prober: tlsProber(environment.LAMIA_PROBE_ADDRESSES, mayAsk),
    diagnose: createDiagnoser(environment, { resolver, mayAsk }),
    authorities,
    environmentCa,
    home,
    rights,
    clock,
    database,
    uid: uidOf(home, environment.LAMIA_NAMESPACE),
    async close() {
      database.close();
      access.close();
      stream.close();
      sealing.stop();
      rights.close();
      await home.close();
      await recorder.close();
      await store.close();
    },
  };
}

/** In the log and as a notification, because somebody may be guessing a user's password. */
function accountReporter(store: Store, log: Log) {
  return (account: string, seconds: number): void => {
    log.warn({ seconds }, "wrong passwords for an account");
    const event = {
      at: new Date().toISOString(),
      level: "warning",
      type: "sign-in.slowed",
      message: accessTexts.accountSlowed({ account: account.slice(0, 100), seconds }),
      remedy: accessTexts.accountSlowedRemedy,
      notification: { title: accessTexts.accountSlowedTitle, link: "/events" },
    } as const;
    store.events.add([event]).catch((thrown: unknown) => log.warn({ err: thrown }, "an event wasn't saved"));
  };
}

function azureIdentity(environment: Environment) {
  const { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId } = environment;
  const tokenFile = environment.AZURE_FEDERATED_TOKEN_FILE;
  return tenantId && clientId && tokenFile ? { tenantId, clientId, tokenFile } : undefined;
}

function authoritiesOf(
  environment: Environment,
  home: ClusterClient,
  store: Store,
  clock: ClockWatch,
): Authorities {
  return createAuthorities({
    directory: environment.LAMIA_ACME_DIRECTORY,
    accounts: createAccountStore({
      client: home,
      namespace: environment.LAMIA_NAMESPACE,
      email: environment.LAMIA_ACME_EMAIL,
    }),
    orderStore: store.acmeOrders,
    registrableDomain,
    email: environment.LAMIA_ACME_EMAIL ?? null,
    termsAgreed: environment.LAMIA_ACME_TERMS_AGREED,
    guardedFetch: guardedFetch({
      allowed: environment.LAMIA_ALLOWED_TARGETS,
      remedy: texts.directoryOfInstallation,
    }),
    // A CA that a virtual cluster names by its URL may say anything about the time.
    fetch: clock.listening((input, init) => fetch(input, init)),
  });
}

function environmentCaOf(environment: Environment): Installation["environmentCa"] {
  const { LAMIA_ACME_EAB_KID: kid, LAMIA_ACME_EAB_HMAC_FILE: file } = environment;
  return {
    directory: environment.LAMIA_ACME_DIRECTORY,
    staging: environment.LAMIA_ACME_STAGING_DIRECTORY,
    externalAccount:
      kid && file
        ? { kid, hmacKey: new SecretText(readFileSync(file, "utf8").trim()), isOfEnvironment: true }
        : null,
  };
}

/** Asks until there is an answer, and never again. */
function uidOf(client: ClusterClient, namespace: string): () => Promise<string> {
  let known: Promise<string> | null = null;
  const ask = async () => {
    const { uid } = (await ensureNamespace(client, namespace)).metadata;
    if (uid) return uid;
    throw new Failure("unreachable", texts.noUid({ namespace }));
  };
  return () => {
    known ??= ask().catch((thrown: unknown) => {
      known = null;
      throw thrown;
    });
    return known;
  };
}
