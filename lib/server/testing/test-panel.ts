import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inject } from "vitest";
import { trust } from "@/lib/dns/testing/trust";
import type { StepId } from "@/lib/gateway/steps";
import type { Report, WalkState } from "@/lib/gateway/walk/report";
import { walkStateOf } from "@/lib/gateway/walk/reporting";
import { keyOf as keyInGateway, type SecuredHostKey } from "@/lib/model/secured-hosts";
import { type RunningSandbox, type SandboxOptions, startSandbox } from "@/sandbox/start";
import { panelEnvironment } from "@/scripts/programs";
import type { ClusterRuntime } from "../cluster-runtime";
import { readEnvironment } from "../environment";
import { clusterOf, type Panel, startPanel } from "../panel";
import { type ApiProxy, startApiProxy } from "./api-proxy";
import { asServiceAccount, grant } from "./as-service-account";
import { configureProvider } from "./configure-provider";
import { putNewDatabase } from "./new-database";

export interface TestPanel extends Panel {
  home: string;
  sandbox: RunningSandbox;
  /** Acts in front of the API server. Throws if the panel wasn't started with a proxy. */
  readonly proxy: ApiProxy;
  /** Of the panel that runs now, like `installation` and `clusters`. */
  readonly cluster: ClusterRuntime;
  /** Ends the panel, and leaves the world as it is. */
  stop(): Promise<void>;
  /** Starts it again, and waits until it walks. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface TestWorld {
  home: string;
  sandbox: RunningSandbox;
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** A sandbox on free ports with a key and project set for `vamp-demo`; `delegate` sets the name servers. */
export async function startTestWorld(options: Pick<SandboxOptions, "httpPorts"> = {}): Promise<TestWorld> {
  const home = mkdtempSync(join(tmpdir(), "lamia-panel-"));
  const sandbox = await startSandbox({ home, ephemeral: true, ...options });
  const newDatabase: string | undefined = inject("newDatabase");
  if (newDatabase) await putNewDatabase(newDatabase, home);
  const distrust = trust(readFileSync(sandbox.file.acme.rootCertificate, "utf8"));
  configureProvider(sandbox);
  return {
    home,
    sandbox,
    environment: {
      ...panelEnvironment(sandbox.file, home),
      LAMIA_LOG_LEVEL: "warn",
      LAMIA_CLEANUP_GRACE_SECONDS: "1",
    },
    async close() {
      distrust();
      await sandbox.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const shared = globalThis as { lamiaPanel?: unknown };

/** A test panel that belongs to this process, so that the API answers from it. */
export async function startAnsweringPanel(): Promise<TestPanel> {
  const panel = await startTestPanel();
  shared.lamiaPanel = Promise.resolve(panel);
  const { close } = panel;
  panel.close = async () => {
    delete shared.lamiaPanel;
    await close();
  };
  return panel;
}

/** A panel that walks, without its web server, with a sandbox, as the ServiceAccount of the manifests. */
export async function startTestPanel(
  settingsFor: (sandbox: RunningSandbox) => Promise<Record<string, string>> = async () => ({}),
  {
    behindProxy = false,
    granted = ["lamia.yaml", "istio-install.yaml"],
  }: { behindProxy?: boolean; granted?: string[] } = {},
): Promise<TestPanel> {
  const world = await startTestWorld();
  const { sandbox, home } = world;
  grant(sandbox, ...granted);
  const kubeconfig = asServiceAccount(sandbox, home);
  const proxy = behindProxy ? await startApiProxy(kubeconfig, home) : null;
  const environment = readEnvironment({
    NODE_ENV: "test",
    ...world.environment,
    KUBECONFIG: proxy?.kubeconfig ?? kubeconfig,
    ...(await settingsFor(sandbox)),
  });
  const begin = async (): Promise<Panel> => {
    const begun = await startPanel(environment);
    await waitUntil("the runner starts", () => clusterOf(begun).walking);
    return begun;
  };
  let panel = await begin();
  const state = () => unfinished(clusterOf(panel));
  states.add(state);
  return {
    sandbox,
    home,
    get proxy() {
      if (!proxy) throw new Error("this panel is not behind a proxy");
      return proxy;
    },
    get installation() {
      return panel.installation;
    },
    get clusters() {
      return panel.clusters;
    },
    get cluster() {
      return clusterOf(panel);
    },
    stop: () => panel.close(),
    async start() {
      panel = await begin();
    },
    async close() {
      states.delete(state);
      await panel.close();
      await proxy?.close();
      await world.close();
    },
  };
}

const gateways = { group: "networking.istio.io", plural: "gateways" };
const virtualServices = { group: "networking.istio.io", plural: "virtualservices" };

/** What answers at a Gateway: by default, every path with 200, without an app. */
export function putRoute(
  { kubernetes }: RunningSandbox,
  name: string,
  host: string,
  route: object = { directResponse: { status: 200, body: { string: "ok" } } },
): void {
  kubernetes.objects.put(virtualServices, {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name, namespace: "vamp-demo" },
    spec: { hosts: [host], gateways: [name], http: [route] },
  });
}

export function removeRoute({ kubernetes }: RunningSandbox, name: string): void {
  kubernetes.objects.remove(virtualServices, "vamp-demo", name);
}

/** A Gateway as kubectl would create it, with the annotation that asks for a walk, and a route that answers. */
export function putGateway(
  sandbox: RunningSandbox,
  name: string,
  host: string,
  {
    credentialName = `${name}-tls`,
    hosts = [host],
    annotations = {},
  }: { credentialName?: string; hosts?: string[]; annotations?: Record<string, string> } = {},
): void {
  const { kubernetes } = sandbox;
  putRoute(sandbox, name, host);
  kubernetes.objects.put(gateways, {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: {
      name,
      namespace: "vamp-demo",
      annotations: { "lamia.dev/secured-hosts": `443=${host}`, ...annotations },
    },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts,
          tls: { mode: "SIMPLE", credentialName },
        },
      ],
    },
  });
}

export function removeGateway(sandbox: RunningSandbox, name: string): void {
  sandbox.kubernetes.objects.remove(gateways, "vamp-demo", name);
  removeRoute(sandbox, name);
}

/** The registrar sets a zone's name servers by itself as soon as there is a zone. */
export function delegateAtOnce(sandbox: RunningSandbox): void {
  sandbox.levers.autoDelegateAfterSeconds = 0;
}

/** The host that most tests give `putGateway`, the key of its walk, and the Secret at the ingress. */
export const hostOf = (name: string) => `${name}.democluster.net`;
export const keyOf = (name: string) => `vamp-demo/${name}:443=${hostOf(name)}` as const;
export const publishedSecret = ({ kubernetes }: RunningSandbox, name: string) =>
  kubernetes.objects.get({ group: "", plural: "secrets" }, "istio-system", `${name}-tls`);

/** The state of the walk with that key, as a page shows it. */
export function walkState({ cluster }: Pick<TestPanel, "cluster">, key: SecuredHostKey): WalkState {
  return walkStateOf(cluster.live.get(key)?.reports ?? []);
}

export function isServing(panel: Pick<TestPanel, "cluster">, name: string): boolean {
  return walkState(panel, keyOf(name)) === "serving";
}

/** Creates a Gateway of each name, and waits until its host serves. */
export async function serve(
  panel: Pick<TestPanel, "cluster" | "sandbox">,
  names: readonly string[],
): Promise<void> {
  for (const name of names) putGateway(panel.sandbox, name, hostOf(name));
  for (const name of names) await waitUntil(`${name} is serving`, () => isServing(panel, name));
}

export function reportOf(
  { cluster }: Pick<TestPanel, "cluster">,
  name: string,
  host: string,
  step: StepId,
  port = 443,
): Report | undefined {
  return cluster.live
    .get(`vamp-demo/${name}:${port}=${host}`)
    ?.reports.find((report) => report.step === step);
}

/** What the walks of each running test panel wait for. */
const states = new Set<() => string[]>();

function unfinished({ index, live }: ClusterRuntime): string[] {
  return index.all().flatMap((target) => {
    const key = keyInGateway(target);
    const reports = live.get(key)?.reports ?? [];
    const open = reports.filter(({ state }) => state !== "done" && state !== "pending");
    return walkStateOf(reports) === "serving" ? [] : [`${key}: ${JSON.stringify(open)}`];
  });
}

/** A look that has to ask, such as the database, costs processor time that the panel needs. */
const looksEveryMs = { atOnce: 5, byAsking: 25, byAskingAtMost: 250 };
/** After a long wait, asking less often costs at most this fraction of it. */
const askingShare = 20;

/**
 * Polls every few milliseconds, or less and less often where that asks, until there is a value. Throws, naming what it
 * waited for, and what walks wait for.
 */
export async function waitUntil<T>(
  what: string,
  read: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  seconds = 180,
): Promise<T> {
  const { atOnce, byAsking, byAskingAtMost } = looksEveryMs;
  const start = Date.now();
  const end = start + seconds * 1000;
  while (Date.now() < end) {
    const found = read();
    const value = await found;
    if (value) return value;
    const patient = Math.min(byAskingAtMost, Math.max(byAsking, (Date.now() - start) / askingShare));
    await sleep(found instanceof Promise ? patient : atOnce);
  }
  throw new Error(
    [`Waited ${seconds} s until ${what}.`, ...[...states].flatMap((each) => each())].join("\n"),
  );
}
