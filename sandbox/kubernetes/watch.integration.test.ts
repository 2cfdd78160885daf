import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startTestApi, type TestApi } from "./testing/start-test-api";

const path = "/api/v1/namespaces/default/configmaps";

/** Sends a request as a client without a library would, and doesn't read the response. */
async function open(kubeconfig: string, url: string, method = "GET", accept = "*/*") {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const ca = Buffer.from(config.getCurrentCluster()?.caData ?? "", "base64").toString();
  const headers = { accept, authorization: `Bearer ${config.getCurrentUser()?.token}` };
  const target = `${config.getCurrentCluster()?.server}${url}`;
  const sent = request(target, { method, headers, agent: new Agent({ ca, keepAlive: false }) });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  response.on("error", () => {});
  return response;
}

interface WatchLine {
  type: string;
  object: { kind: string; apiVersion: string; metadata: Record<string, unknown>; rows?: unknown[] };
}

async function lines(response: IncomingMessage): Promise<WatchLine[]> {
  const read: WatchLine[] = [];
  for await (const line of createInterface({ input: response })) read.push(JSON.parse(line));
  return read;
}

const configMap = (name: string, size: number) => ({ metadata: { name }, data: { text: "x".repeat(size) } });

describe("watches", () => {
  let running: TestApi;
  beforeAll(async () => {
    running = await startTestApi();
  });
  afterAll(() => running.close());

  it("bookmarks have the requested format", async () => {
    const url = `${path}?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&timeoutSeconds=1`;
    const bookmarks = async (accept: string) => {
      const read = await lines(await open(running.kubeconfigText, url, "GET", accept));
      return read.filter(({ type }) => type === "BOOKMARK").map(({ object }) => object);
    };
    const resourceVersion = expect.stringMatching(/^\d+$/);
    const annotations = { "k8s.io/initial-events-end": "true" };
    expect(await bookmarks("application/json")).toEqual([
      { apiVersion: "v1", kind: "ConfigMap", metadata: { resourceVersion, annotations } },
      { apiVersion: "v1", kind: "ConfigMap", metadata: { resourceVersion } },
    ]);
    const partial = { apiVersion: "meta.k8s.io/v1", kind: "PartialObjectMetadata" };
    expect(await bookmarks("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")).toEqual([
      { ...partial, metadata: { resourceVersion, annotations } },
      { ...partial, metadata: { resourceVersion } },
    ]);
    const rowOf = (metadata: object) => [{ cells: expect.any(Array), object: { ...partial, metadata } }];
    const table = { apiVersion: "meta.k8s.io/v1", kind: "Table", metadata: { resourceVersion } };
    expect(await bookmarks("application/json;as=Table;g=meta.k8s.io;v=v1")).toMatchObject([
      { ...table, rows: rowOf({ resourceVersion, annotations }) },
      { ...table, rows: rowOf({ resourceVersion }) },
    ]);
  });

  it("HEAD is answered like GET, without a body, and ends where GET would continue", async () => {
    const { api, kubeconfigText } = running;
    const pods = { group: "", plural: "pods" };
    const pod = await eventually("a pod", () => api.objects.list(pods, "vamp-demo")[0]?.metadata.name);
    for (const url of [
      path,
      `${path}?watch=true`,
      "/api/v1/namespaces/default/status",
      `/api/v1/namespaces/vamp-demo/pods/${pod}/log?follow=true`,
      "/apis",
    ]) {
      const response = await open(kubeconfigText, url, "HEAD");
      expect([url, response.statusCode]).toEqual([url, 200]);
      expect(await lines(response)).toEqual([]);
    }
    expect((await open(kubeconfigText, `${path}/none`, "HEAD")).statusCode).toBe(404);
  });

  it("a client that doesn't read is disconnected properly, and resumes from where it was", async () => {
    const slow = await open(running.kubeconfigText, `${path}?watch=true`);
    const core = new KubeConfig();
    core.loadFromString(running.kubeconfigText);
    const api = core.makeApiClient(CoreV1Api);
    const count = 60;
    for (let at = 0; at < count; at += 1) {
      await api.createNamespacedConfigMap({ namespace: "default", body: configMap(`large-${at}`, 500_000) });
    }
    const events = await lines(slow);
    const seen = events.filter(({ object }) => String(object.metadata.name).startsWith("large-"));
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.length).toBeLessThan(count);
    const last = seen.at(-1)?.object.metadata.resourceVersion;
    const url = `${path}?watch=true&timeoutSeconds=1&resourceVersion=${last}`;
    expect(await lines(await open(running.kubeconfigText, url))).toHaveLength(count - seen.length);
  });
});

/** Runs an API server in its own process, so that the test notices when it dies. */
async function startProcess() {
  const code = `import("./sandbox/kubernetes/testing/start-test-api.ts").then(async ({ startTestApi }) => {
    const running = await startTestApi();
    process.once("SIGTERM", () => running.close().then(() => process.exit(0)));
    console.log(JSON.stringify(running.kubeconfigText));
  });`;
  const child = spawn(process.execPath, ["--import", "tsx", "--eval", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { child, kubeconfig: JSON.parse(line) as string };
}

describe("an API server process", () => {
  let child: ChildProcess;
  afterAll(async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGCONT");
    child.kill("SIGTERM");
    await once(child, "exit");
  });

  it("survives watches that end, stall and vanish while it is paused and many objects are created", async () => {
    const started = await startProcess();
    child = started.child;
    const { kubeconfig } = started;
    const config = new KubeConfig();
    config.loadFromString(kubeconfig);
    const core = config.makeApiClient(CoreV1Api);
    const watches: IncomingMessage[] = [];
    for (let at = 0; at < 40; at += 1) {
      watches.push(await open(kubeconfig, `${path}?watch=true&timeoutSeconds=${1 + (at % 4)}`));
    }
    const total = 2_000;
    let next = 0;
    const create = async (): Promise<void> => {
      for (let at = next++; at < total; at = next++) {
        await core.createNamespacedConfigMap({ namespace: "default", body: configMap(`m-${at}`, 4_000) });
      }
    };
    const creating = Promise.all(Array.from({ length: 16 }, create));
    creating.catch(() => {});
    while (next < 200 && child.exitCode === null) await pause(20);
    child.kill("SIGSTOP");
    for (const watch of watches.slice(0, 10)) watch.destroy();
    await pause(5_000);
    child.kill("SIGCONT");
    for (const watch of watches.slice(10, 20)) watch.destroy();
    await creating;
    expect(child.exitCode).toBeNull();
    const { items } = await core.listNamespacedConfigMap({ namespace: "default" });
    expect(items.filter(({ metadata }) => metadata?.name?.startsWith("m-"))).toHaveLength(total);
    for (const watch of watches) watch.destroy();
  });
});
