import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { trust } from "@/lib/dns/testing/trust";
import type { Report } from "@/lib/gateway/report";
import type { StepId } from "@/lib/gateway/steps";
import { type RunningSandbox, startSandbox } from "@/lib/sandbox/start";
import { panelEnvironment } from "@/scripts/panel-environment";
import { readEnvironment } from "../environment";
import { type Runtime, startRuntime } from "../runtime";

export interface TestPanel {
  sandbox: RunningSandbox;
  runtime: Runtime;
  close(): Promise<void>;
}

export interface TestWorld {
  home: string;
  sandbox: RunningSandbox;
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** A sandbox on free ports with a key and project set for `vamp-demo`; the name servers are set by `delegate`. */
export async function startTestWorld(): Promise<TestWorld> {
  const home = mkdtempSync(join(tmpdir(), "lamia-panel-"));
  const sandbox = await startSandbox({ home, ephemeral: true });
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

/** The panel's runtime, without its web server, beside such a world. */
export async function startTestPanel(
  overrides: (sandbox: RunningSandbox) => Promise<Record<string, string>> = async () => ({}),
): Promise<TestPanel> {
  const world = await startTestWorld();
  const other = await overrides(world.sandbox);
  const environment = readEnvironment({ NODE_ENV: "test", ...world.environment, ...other });
  const runtime = await startRuntime(environment);
  await waitUntil("the runner starts", () => runtime.walking);
  return {
    sandbox: world.sandbox,
    runtime,
    async close() {
      await runtime.close();
      await world.close();
    },
  };
}

function configureProvider({ file, kubernetes }: RunningSandbox): void {
  const key = readFileSync(file.googleServiceAccountFile, "utf8");
  const { project_id: project } = JSON.parse(key) as { project_id: string };
  const namespaces = { group: "", plural: "namespaces" };
  const demo = kubernetes.objects.get(namespaces, undefined, "vamp-demo");
  kubernetes.objects.put(namespaces, {
    ...demo,
    metadata: { ...demo?.metadata, annotations: { "lamia.dev/google_project_id": project } },
  });
  kubernetes.objects.put(
    { group: "", plural: "secrets" },
    {
      apiVersion: "v1",
      kind: "Secret",
      type: "Opaque",
      metadata: {
        name: "lamia-metadata",
        namespace: "vamp-demo",
        labels: { "app.kubernetes.io/managed-by": "lamia" },
      },
      data: { google_service_account: Buffer.from(key).toString("base64") },
    },
  );
}

const gateways = { group: "networking.istio.io", plural: "gateways" };
const virtualServices = { group: "networking.istio.io", plural: "virtualservices" };

/** What answers at a Gateway: by default every path with 200, without an app. */
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

/** A Gateway as kubectl would make it, with the annotation that asks for a walk, and a route that answers. */
export function putGateway(
  sandbox: RunningSandbox,
  name: string,
  host: string,
  { credentialName = `${name}-tls` }: { credentialName?: string } = {},
): void {
  const { kubernetes } = sandbox;
  putRoute(sandbox, name, host);
  kubernetes.objects.put(gateways, {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name, namespace: "vamp-demo", annotations: { "lamia.dev/secured-hosts": `443=${host}` } },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: [host],
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

export function reportOf(
  { runtime }: TestPanel,
  name: string,
  host: string,
  step: StepId,
): Report | undefined {
  return runtime.live.get(`vamp-demo/${name}:443=${host}`)?.reports.find((report) => report.step === step);
}

/** Looks every few milliseconds until there is a value; throws, naming what was awaited. */
export async function waitUntil<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  seconds = 180,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const value = await look();
    if (value) return value;
    await sleep(5);
  }
  throw new Error(`Waited ${seconds} s until ${what}.`);
}
