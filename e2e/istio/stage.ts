import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import { connect as connectTcp, createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Report } from "@/lib/gateway/walk/report";
import type { Finding } from "@/lib/istio/rules/finding";
import { keyOf, type SecuredHost } from "@/lib/model/secured-hosts";
import type { ClusterRuntime } from "@/lib/server/cluster-runtime";
import { readEnvironment } from "@/lib/server/environment";
import { clusterOf, type Panel, startPanel } from "@/lib/server/panel";
import { startTestWorld, type TestWorld, waitUntil } from "@/lib/server/testing/test-panel";
import { kubeconfig } from "@/sandbox/sandbox-file";
import type { Api } from "./api";
import type { Binaries } from "./binaries";
import { nodeAddress, startCluster } from "./cluster";
import { type Ingress, type RunningIngress, startMesh } from "./mesh";

export const virtualCluster = "shop";

export interface IstioStage {
  api: Api;
  world: TestWorld;
  /** The cluster as the panel sees it. */
  panel: ClusterRuntime;
  ingress: RunningIngress;
  /** Another ingress workload, with its own load balancer. */
  addIngress(ingress: Ingress): Promise<RunningIngress>;
  /** A Service with one pod that answers 200 with its name and the given text. */
  addService(name: string, options?: ServiceOptions): Promise<void>;
  /** What the page shows for the Gateway's first Secured Host. */
  reports(gateway: string, host?: string): readonly Report[];
  findings(kind: Finding["object"]["kind"], name: string): readonly Finding[];
  close(): Promise<void>;
}

export interface ServiceOptions {
  namespace?: string;
  /** Labels of the pod, besides `app`. */
  labels?: Record<string, string>;
  /** Selector of the Service. */
  annotations?: Record<string, string>;
}

/** Every step is done. */
export const isGreen = (reports: readonly Report[]) =>
  reports.length > 0 && reports.every(({ state }) => state === "done");

/**
 * Everything: real API server, istiod and Envoy; DNS and CA of the sandbox; the panel with the RBAC that it ships.
 */
export async function openIstioStage(): Promise<IstioStage> {
  const binaries = JSON.parse(process.env.LAMIA_TEST_ISTIO ?? "null") as Binaries | null;
  if (!binaries)
    throw new Error("Start these tests with `npm run test:istio`: it builds and names the programs.");
  const folder = mkdtempSync(join(tmpdir(), "lamia-istio-"));
  const closings: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const end of closings.splice(0).reverse()) await end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const cluster = await startCluster(binaries, folder);
    closings.push(() => cluster.close());
    const { api } = cluster;
    const mesh = await startMesh(cluster, binaries, folder);
    closings.push(() => mesh.close());
    const addIngress = async (wanted: Ingress) => {
      const started = await mesh.startIngress(wanted);
      for (const [port, target] of Object.entries(wanted.ports))
        closings.push(await forward(wanted.address, Number(port), target));
      return started;
    };
    const ingress = await addIngress({
      name: "istio-ingressgateway",
      labels: { istio: "ingressgateway" },
      address: "10.77.0.2",
      ports: { 80: 8080, 443: 8443, 9001: 19_001, 9002: 19_002, 9003: 19_003, 9004: 19_004, 9005: 19_004 },
      owner: "Deployment",
    });
    const world = await startTestWorld({ httpPorts: { http: 80, https: 443 } });
    closings.push(() => world.close());
    world.sandbox.levers.autoDelegateAfterSeconds = 0;
    await prepareVirtualCluster(api, world);
    const panel = await openPanel(cluster, world, folder);
    const seen = clusterOf(panel);
    closings.push(() => panel.close());
    return {
      api,
      world,
      panel: seen,
      ingress,
      addIngress,
      async addService(name, options = {}) {
        closings.push(await startService(api, name, options));
      },
      reports(gateway, host) {
        const isOf = (target: SecuredHost) =>
          target.gateway.name === gateway && (host === undefined || target.host === host);
        const target = seen.index.all().find(isOf);
        return (target && seen.live.get(keyOf(target))?.reports) ?? [];
      },
      findings: (kind, name) => seen.mesh.findingsOf(kind, virtualCluster, name),
      close,
    };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function prepareVirtualCluster(api: Api, { sandbox }: TestWorld): Promise<void> {
  const key = readFileSync(sandbox.file.googleServiceAccountFile, "utf8");
  const { project_id: project } = JSON.parse(key) as { project_id: string };
  await api.apply(
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: {
        name: virtualCluster,
        labels: { "lamia.dev/managed": "true" },
        annotations: { "lamia.dev/google_project_id": project },
      },
    },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: "lamia-metadata",
        namespace: virtualCluster,
        labels: { "app.kubernetes.io/managed-by": "lamia" },
      },
      stringData: { google_service_account: key },
    },
  );
}

/** As in production: as the ServiceAccount of the manifests, with exactly its permissions. */
async function openPanel(
  cluster: Awaited<ReturnType<typeof startCluster>>,
  { environment }: TestWorld,
  folder: string,
): Promise<Panel> {
  const manifests = readFileSync(join(import.meta.dirname, "../../deploy/manifests/lamia.yaml"), "utf8");
  const rights = ["Namespace", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];
  for (const document of parseAllDocuments(manifests)) {
    const object = document.toJS() as { kind?: string };
    if (rights.includes(object.kind ?? "")) await cluster.api.apply(object);
  }
  const token = await cluster.tokenOf("lamia-system", "lamia", "https://kubernetes.default.svc");
  const file = join(folder, "panel.kubeconfig");
  writeFileSync(
    file,
    kubeconfig({ server: cluster.server, certificateAuthorityPem: cluster.certificateAuthorityPem, token }),
  );
  const panel = await startPanel(
    readEnvironment({ NODE_ENV: "test", ...environment, KUBECONFIG: file, LAMIA_PROBE_ADDRESSES: "" }),
  );
  await waitUntil("the runner starts", () => clusterOf(panel).walking);
  return panel;
}

/** The load balancer: accepts connections at its own address and forwards them to the pod. */
async function forward(address: string, port: number, target: number): Promise<() => Promise<void>> {
  const server = createTcpServer((near) => {
    const far = connectTcp(target, nodeAddress);
    near.pipe(far).pipe(near);
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.on("error", reject);
    server.listen(port, address, resolve);
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}

async function startService(
  api: Api,
  name: string,
  { namespace = virtualCluster, labels = {}, annotations = {} }: ServiceOptions,
): Promise<() => Promise<void>> {
  const server = createHttpServer((request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ service: name, path: request.url }));
  });
  const port = await new Promise<number>((resolve) =>
    server.listen(0, nodeAddress, () => resolve((server.address() as { port: number }).port)),
  );
  const podLabels = { app: name, ...labels };
  const pod = { name: `${name}-0`, namespace, labels: podLabels };
  await api.apply(
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, namespace, annotations },
      spec: { selector: { app: name }, ports: [{ name: "http", port: 80, targetPort: port }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, namespace, labels: podLabels },
      spec: {
        selector: { matchLabels: { app: name } },
        template: { metadata: { labels: podLabels }, spec: { containers: [{ name: "app", image: name }] } },
      },
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: pod,
      spec: { nodeName: "node-1", containers: [{ name: "app", image: name }] },
    },
    {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: { name: `${name}-1`, namespace, labels: { "kubernetes.io/service-name": name } },
      addressType: "IPv4",
      endpoints: [
        {
          addresses: [nodeAddress],
          conditions: { ready: true },
          targetRef: { kind: "Pod", name: pod.name, namespace },
        },
      ],
      ports: [{ name: "http", port }],
    },
  );
  await api.applyStatus({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: pod.name, namespace },
    status: {
      phase: "Running",
      podIP: nodeAddress,
      podIPs: [{ ip: nodeAddress }],
      conditions: [{ type: "Ready", status: "True" }],
    },
  });
  return () => closed(server);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
