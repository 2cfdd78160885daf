import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Reply } from "@/lib/kubernetes/client/call";
import { type ClusterClient, connectCluster } from "@/lib/kubernetes/client/client";
import { kindNames, kinds } from "@/lib/kubernetes/objects/kinds";
import { startTestCluster, type TestCluster } from "@/lib/kubernetes/testing/start-cluster";
import { until } from "@/lib/kubernetes/testing/until";
import { seedCluster } from "@/sandbox/kubernetes/seeds/seed";
import type { ClusterCache, ClusterChange, KindState } from "./cluster-cache";
import { watchCluster } from "./watch-cluster";

let cluster: TestCluster;
let client: ClusterClient;
let cache: ClusterCache;
const changes: ClusterChange[] = [];

beforeAll(async () => {
  cluster = await startTestCluster();
  seedCluster(cluster.objects);
  client = connectCluster({ kubeconfigFile: cluster.kubeconfigFile });
  cache = watchCluster(client);
  cache.onChange((change) => changes.push(change));
  await cache.synced;
});

afterAll(async () => {
  await cache?.close();
  await client?.close();
  await cluster?.close();
});

const istio = { group: "networking.istio.io", plural: "gateways" };

/**
 * A watch reports at once: within the time of a few requests of the same client, however busy the machine is.
 * Polling takes some dozen requests. Returns what was seen.
 */
async function withinFewRequests<Seen>(read: () => Seen | null | undefined | false): Promise<Seen> {
  for (let requests = 0; requests <= 10; requests++) {
    const seen = read();
    if (seen) return seen;
    await client.find({ verb: "get", resource: kinds.Namespace, name: "vamp-demo" });
  }
  throw new Error(`nothing was seen within the time of ten requests: ${read}`);
}

function gateway(name: string) {
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name, namespace: "vamp-demo" },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [
        {
          port: { number: 443, name: "https", protocol: "HTTPS" },
          hosts: ["*"],
          tls: { mode: "SIMPLE", credentialName: "x" },
        },
      ],
    },
  };
}

function secret(name: string, stringData: Record<string, string>) {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace: "vamp-demo" }, stringData };
}

test("once synced, every kind is connected and existing objects are readable at once", () => {
  expect(cache.states().map(({ state }) => state)).toEqual(
    Array.from({ length: kindNames.length }, () => "connected"),
  );
  expect(cache.get("Namespace", null, "vamp-demo")?.metadata.uid).toBeTruthy();
  expect(cache.get("Namespace", null, "vamp-demo")?.apiVersion).toBe("v1");
  expect(cache.list("Deployment", "istio-system").map(({ metadata }) => metadata.name)).toContain(
    "istio-ingressgateway",
  );
  expect(cache.list("Deployment")[0]).toMatchObject({ apiVersion: "apps/v1", kind: "Deployment" });
});

test("whatever kubectl writes, edits and deletes is in the cache as soon as kubectl returns", async () => {
  await cluster.kubectl(["annotate", "namespace", "vamp-demo", "lamia.dev/note=hello"]);
  const note = await withinFewRequests(
    () => cache.get("Namespace", null, "vamp-demo")?.metadata.annotations?.["lamia.dev/note"],
  );
  expect(note).toBe("hello");
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "short-lived" } });
  await withinFewRequests(() => cache.get("Namespace", null, "short-lived"));
  await cluster.kubectl(["delete", "namespace", "short-lived", "--wait=true"]);
  await until(() => cache.get("Namespace", null, "short-lived") === null);
  const types = changes
    .filter(({ kind, object }) => kind === "Namespace" && object.metadata.name === "short-lived")
    .map(({ type }) => type);
  expect(types[0]).toBe("added");
  expect(types.at(-1)).toBe("deleted");
});

test("the open watch reports a change, without a request or a timer", async () => {
  const { kubernetesLists, kubernetesWatches } = cluster.counts;
  const notified: string[] = [];
  const stop = cache.onChange(({ kind, object }) => {
    if (kind === "Gateway") notified.push(object.metadata.name);
  });
  cluster.objects.put(istio, gateway("timed"));
  await withinFewRequests(() => notified.includes("timed"));
  expect(cluster.counts).toMatchObject({ kubernetesLists, kubernetesWatches });
  stop();
});

test("foreign Secrets are not read, and no private value of ours is kept", async () => {
  await cluster.apply(secret("theirs", { a: "b" }));
  await cluster.apply(secret("ours", { password: "hunter2" }));
  await cluster.kubectl(["label", "secret", "ours", "-n", "vamp-demo", "app.kubernetes.io/managed-by=lamia"]);
  const { seen } = await until(() => cache.get("Secret", "vamp-demo", "ours"));
  expect(seen.keys).toEqual(["password"]);
  expect(JSON.stringify(seen)).not.toContain(Buffer.from("hunter2").toString("base64"));
  expect(cache.get("Secret", "vamp-demo", "theirs")).toBeNull();
  await cluster.kubectl(["label", "secret", "ours", "-n", "vamp-demo", "app.kubernetes.io/managed-by-"]);
  await until(() => cache.get("Secret", "vamp-demo", "ours") === null);
});

test("after broken connections, watches resume where they were: nothing is missed or listed again", async () => {
  const lists = cluster.counts.kubernetesLists;
  const states: string[] = [];
  const stop = cache.onState(({ kind, state }) => kind === "Gateway" && states.push(state));
  cluster.network.down();
  await until(() => states.includes("reconnecting"));
  expect(cache.stateOf("Gateway").note).toMatch(
    /^The Kubernetes API at 127.0.0.1:\d+ doesn’t answer: connection /,
  );
  cluster.objects.put(istio, gateway("while-away"));
  cluster.network.up();
  await until(() => cache.get("Gateway", "vamp-demo", "while-away"));
  await until(() => cache.states().every(({ state }) => state === "connected"));
  stop();
  expect(states.filter((state, index) => state !== states[index - 1])).toEqual(["reconnecting", "connected"]);
  expect(cluster.counts.kubernetesLists).toBe(lists);
});

test("a connection that broke once is back without a pause, and without another list", async () => {
  const pausesInMs: number[] = [];
  const cutCache = watchCluster(client, {
    async pause(ms, signal) {
      pausesInMs.push(ms);
      await sleep(ms, undefined, { signal }).catch(() => undefined);
    },
  });
  await cutCache.synced;
  const lists = cluster.counts.kubernetesLists;
  cluster.network.cut();
  cluster.objects.put(istio, gateway("cut"));
  await until(() => cutCache.get("Gateway", "vamp-demo", "cut"));
  await until(() => cutCache.states().every(({ state }) => state === "connected"));
  expect(pausesInMs).toEqual([]);
  expect(cluster.counts.kubernetesLists).toBe(lists);
  await cutCache.close();
});

test("a cluster without Istio works, and Istio is picked up when it is installed", async () => {
  const bare = await startTestCluster();
  const bareClient = connectCluster({ kubeconfigFile: bare.kubeconfigFile });
  const bareCache = watchCluster(bareClient, { pause: (ms) => sleep(Math.min(ms, 20)) });
  await bareCache.synced;
  expect(bareCache.stateOf("Namespace").state).toBe("connected");
  expect(bareCache.stateOf("Gateway")).toMatchObject({
    state: "missing",
    note: "The cluster has no gateways.networking.istio.io (v1).",
  });
  seedCluster(bare.objects);
  bare.objects.put(istio, gateway("first"));
  await until(() => bareCache.get("Gateway", "vamp-demo", "first"));
  expect(bareCache.stateOf("Gateway").state).toBe("connected");
  await bareCache.close();
  await bareClient.close();
  await bare.close();
});

test("a panel that was away for longer than the server's history lists again, and reports deletions", async () => {
  const short = await startTestCluster({ historyLimit: 3 });
  seedCluster(short.objects);
  short.objects.put(istio, gateway("doomed"));
  const shortClient = connectCluster({ kubeconfigFile: short.kubeconfigFile });
  const shortCache = watchCluster(shortClient, { pause: (ms) => sleep(Math.min(ms, 20)) });
  await shortCache.synced;
  const deleted: string[] = [];
  shortCache.onChange(({ type, object }) => type === "deleted" && deleted.push(object.metadata.name));
  const lists = short.counts.kubernetesLists;
  short.network.down();
  for (let index = 0; index < 10; index += 1) short.objects.put(istio, gateway(`g${index}`));
  short.objects.remove(istio, "vamp-demo", "doomed");
  short.network.up();
  await until(() => shortCache.get("Gateway", "vamp-demo", "g9"));
  await until(() => deleted.length > 0);
  expect(shortCache.list("Gateway")).toHaveLength(10);
  expect(deleted).toEqual(["doomed"]);
  expect(short.counts.kubernetesLists).toBeGreaterThan(lists);
  await shortCache.close();
  await shortClient.close();
  await short.close();
});

test("a list that answers 404, empty or incomplete removes no object from the cache, and is reported", async () => {
  const names = ["kept-1", "kept-2", "kept-3"];
  for (const name of names) cluster.objects.put(istio, gateway(name));
  const answers: Reply[] = [
    { status: 404, body: { kind: "Status", reason: "NotFound", details: {} }, retryAfterSeconds: undefined },
    { status: 200, body: null, retryAfterSeconds: undefined },
    { status: 403, body: { kind: "Status", reason: "Forbidden" }, retryAfterSeconds: undefined },
  ];
  const healthy = await client.send({ verb: "list", resource: kinds.Gateway });
  answers.push({ ...healthy, body: { ...(healthy.body as object), items: [] } });
  for (const answer of answers) {
    let lie: Reply | null = null;
    const wrapped: ClusterClient = {
      ...client,
      async send(call) {
        if (call.resource.plural === "gateways" && call.verb === "list" && lie) return lie;
        return client.send(call);
      },
      async watch(call, signal) {
        if (call.resource.plural === "gateways" && lie)
          return { status: 410, body: { kind: "Status", code: 410 }, retryAfterSeconds: undefined };
        return client.watch(call, signal);
      },
    };
    const fooled = watchCluster(wrapped, { pause: (ms) => sleep(Math.min(ms, 50)) });
    await fooled.synced;
    const deleted: string[] = [];
    const states: KindState[] = [];
    fooled.onChange(({ type, object }) => type === "deleted" && deleted.push(object.metadata.name));
    fooled.onState((state) => state.kind === "Gateway" && states.push(state));
    lie = answer;
    cluster.network.cut();
    await until(
      () => states.find(({ state, note }) => state !== "connected" && !note?.includes("connection")),
      15_000,
    );
    const held = fooled.list("Gateway", "vamp-demo").map(({ metadata }) => metadata.name);
    expect(held).toEqual(expect.arrayContaining(names));
    expect(deleted).toEqual([]);
    expect(fooled.stateOf("Gateway").staleSince).not.toBeNull();
    await until(() => fooled.stateOf("Service").state === "connected");
    expect(fooled.stateOf("Service").staleSince).toBeNull();
    lie = null;
    await until(() => fooled.stateOf("Gateway").state === "connected");
    expect(fooled.stateOf("Gateway")).toMatchObject({ staleSince: null, unconfirmed: 0 });
    await fooled.close();
  }
  for (const name of names) cluster.objects.remove(istio, "vamp-demo", name);
});

test("a server that accepts connections and answers nothing counts as away within 15 seconds, kind by kind", async () => {
  await until(() => cache.states().every(({ state }) => state === "connected"));
  const frozenAt = Date.now();
  cluster.network.freeze();
  await until(() => cache.states().every(({ state }) => state === "reconnecting"), 15_000);
  for (const { note, staleSince } of cache.states()) {
    // The second list of a kind may be in progress.
    expect(note).toMatch(
      /^The Kubernetes API at 127.0.0.1:\d+ (has stopped sending|hasn’t answered for 10 seconds)\.$/,
    );
    expect(Date.parse(staleSince ?? "")).toBeLessThanOrEqual(frozenAt + 500);
    expect(Date.parse(staleSince ?? "")).toBeGreaterThan(frozenAt - 12_000);
  }
  cluster.network.thaw();
  await until(() => cache.states().every(({ state }) => state === "connected"));
  expect(cache.states().every(({ staleSince }) => staleSince === null)).toBe(true);
});
