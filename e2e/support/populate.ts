import { readFileSync } from "node:fs";
import {
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
} from "@kubernetes/client-node";
import pLimit from "p-limit";
import { waitFor } from "@/scripts/child";
import type { Stage } from "./stage";

const cluster = "/virtual-clusters/vamp-demo";
export const shopHost = "shop.democluster.net";

/**
 * Creates the article's objects through the API and waits for the end of the walk, so that pages have content. Does
 * nothing when they exist already, because files share a stage.
 */
export async function populate(stage: Stage): Promise<void> {
  const { total } = await stage.api<{ total: number }>("GET", `${cluster}/gateways?q=shop`);
  if (total > 0) return;
  const key = readFileSync(stage.sandbox.googleServiceAccountFile, "utf8");
  const { project_id: project } = JSON.parse(key) as { project_id: string };
  await stage.api("PATCH", `${cluster}/metadata`, {
    google_project_id: project,
    google_service_account: key,
  });
  await stage.setLevers({ autoDelegateAfterSeconds: 0 });
  await stage.api("POST", `${cluster}/services`, {
    name: "shop",
    selector: { app: "shop" },
    ports: [{ port: 9191, targetPort: 9191, protocol: "TCP", name: "http" }],
  });
  await stage.api("POST", `${cluster}/destination-rules`, {
    name: "shop",
    service: "shop",
    subsets: ["v1", "v2"].map((version) => ({ name: version, labels: { version } })),
  });
  await stage.api("POST", `${cluster}/gateways`, {
    name: "shop",
    servers: [{ securedHost: shopHost, hosts: [shopHost], port: 443, protocol: "HTTPS" }],
  });
  await stage.api("POST", `${cluster}/virtual-services`, {
    name: "shop",
    hosts: [shopHost],
    gateways: ["shop"],
    routes: [
      {
        protocol: "http",
        weights: [
          { destination: "shop", subset: "v1", port: 9191, weight: 90 },
          { destination: "shop", subset: "v2", port: 9191, weight: 10 },
        ],
      },
    ],
  });
  await stage.api("POST", `${cluster}/service-entries`, {
    name: "payments",
    hosts: ["api.payments.test"],
    ports: [{ port: 443, protocol: "HTTPS" }],
    location: "MESH_EXTERNAL",
    resolution: "DNS",
  });
  await stage.untilServing("shop");
}

export const manyNamespace = "many";

export const serviceName = (number: number) => `service-${String(number).padStart(3, "0")}`;

/** This many Services in their own virtual cluster, created like kubectl would; their ports count down. */
export async function createManyServices(stage: Stage, count: number): Promise<void> {
  const core = coreApi(stage);
  await core.createNamespace({
    body: { metadata: { name: manyNamespace, labels: { "lamia.dev/managed": "true" } } },
  });
  const limit = pLimit(8);
  const create = (number: number) =>
    core.createNamespacedService({
      namespace: manyNamespace,
      body: {
        metadata: { name: serviceName(number) },
        spec: {
          selector: { app: serviceName(number) },
          ports: [{ name: "http", port: 8000 + count - number, protocol: "TCP" }],
        },
      },
    });
  await Promise.all(Array.from({ length: count }, (_, number) => limit(() => create(number))));
  await waitFor("the panel to have them all", 120, async () => {
    const path = `/virtual-clusters/${manyNamespace}/services?limit=1`;
    return (await stage.api<{ total: number }>("GET", path)).total === count || null;
  });
}

/** A Service in a namespace that isn't a virtual cluster; the returned function removes both. */
export async function createServiceElsewhere(
  stage: Stage,
  namespace: string,
  name: string,
): Promise<() => Promise<void>> {
  const core = coreApi(stage);
  await core.createNamespace({ body: { metadata: { name: namespace } } });
  const spec = { selector: { app: name }, ports: [{ name: "http", port: 80, protocol: "TCP" }] };
  await core.createNamespacedService({ namespace, body: { metadata: { name }, spec } });
  return async () => {
    await core.deleteNamespacedService({ namespace, name });
    await core.deleteNamespace({ name: namespace });
  };
}

/** Other files share the sandbox, and count what is in it. */
export async function removeManyServices(stage: Stage): Promise<void> {
  const core = coreApi(stage);
  await core.deleteCollectionNamespacedService({ namespace: manyNamespace });
  await core.deleteNamespace({ name: manyNamespace });
}

/** A virtual cluster with a hundred gateways before the one called `shop`; none has a Secured Host. */
export async function createManyGateways(stage: Stage, namespace: string): Promise<void> {
  await coreApi(stage).createNamespace({
    body: { metadata: { name: namespace, labels: { "lamia.dev/managed": "true" } } },
  });
  const config = new KubeConfig();
  config.loadFromFile(stage.sandbox.kubeconfig);
  const objects = KubernetesObjectApi.makeApiClient(config);
  const names = [...Array.from({ length: 100 }, (_, number) => `gw-${`${number}`.padStart(3, "0")}`), "shop"];
  const limit = pLimit(8);
  const create = (name: string) =>
    objects.create({
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name, namespace },
      spec: {
        selector: { istio: "crowd" },
        servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: [`${name}.crowd.test`] }],
      },
    } as KubernetesObject);
  await Promise.all(names.map((name) => limit(() => create(name))));
  await waitFor("the panel to have them all", 120, async () => {
    const path = `/virtual-clusters/${namespace}/gateways?limit=1`;
    return (await stage.api<{ total: number }>("GET", path)).total === names.length || null;
  });
}

/** Removes them. */
export async function removeManyGateways(stage: Stage, namespace: string): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(stage.sandbox.kubeconfig);
  await config.makeApiClient(CustomObjectsApi).deleteCollectionNamespacedCustomObject({
    group: "networking.istio.io",
    version: "v1",
    namespace,
    plural: "gateways",
  });
  await coreApi(stage).deleteNamespace({ name: namespace });
}

/** Empty virtual clusters `tenant-000`, `tenant-001`, and so on; the returned function removes them. */
export async function createManyVirtualClusters(stage: Stage, count: number): Promise<() => Promise<void>> {
  const core = coreApi(stage);
  const limit = pLimit(8);
  const names = Array.from({ length: count }, (_, number) => `tenant-${`${number}`.padStart(3, "0")}`);
  const each = (work: (name: string) => Promise<unknown>) =>
    Promise.all(names.map((name) => limit(() => work(name))));
  await each((name) =>
    core.createNamespace({ body: { metadata: { name, labels: { "lamia.dev/managed": "true" } } } }),
  );
  await waitFor("the panel to have them all", 120, async () => {
    const { total } = await stage.api<{ total: number }>("GET", "/virtual-clusters?q=tenant-&limit=1");
    return total === count || null;
  });
  return async () => {
    await each((name) => core.deleteNamespace({ name }));
  };
}

/** Namespaces and Services, written like kubectl would. */
export function coreApi({ sandbox }: Stage): CoreV1Api {
  const config = new KubeConfig();
  config.loadFromFile(sandbox.kubeconfig);
  return config.makeApiClient(CoreV1Api);
}

/** Changes an object of `vamp-demo` directly, like `kubectl edit`: with another writer's merge patch. */
export async function patchAsKubectl(
  { sandbox }: Stage,
  object: { apiVersion: string; kind: string; name: string },
  { metadata, spec }: { metadata?: object; spec: object },
): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(sandbox.kubeconfig);
  const { apiVersion, kind, name } = object;
  await KubernetesObjectApi.makeApiClient(config).patch(
    { apiVersion, kind, metadata: { name, namespace: "vamp-demo", ...metadata }, spec } as KubernetesObject,
    undefined,
    undefined,
    "kubectl-edit",
    undefined,
    PatchStrategy.MergePatch,
  );
}
