import { afterEach, beforeEach, expect, test } from "vitest";
import type { Reply } from "@/lib/kubernetes/client/call";
import type { ClusterClient } from "@/lib/kubernetes/client/client";
import { kindNames } from "@/lib/kubernetes/objects/kinds";
import { metadataSecret } from "@/lib/model/metadata-keys";
import type { KubernetesObject } from "@/lib/model/object";
import type { ClusterCache } from "./cluster-cache";
import { watchCluster } from "./watch-cluster";

/** An API server that answers no list until the test says how: for all kinds the same. */
let answer: PromiseWithResolvers<Reply>;
let problems: unknown[];
let cache: ClusterCache;

beforeEach(() => {
  answer = Promise.withResolvers();
  problems = [];
  const client = { host: "k.test", send: () => answer.promise } as unknown as ClusterClient;
  cache = watchCluster(client, {
    report: (thrown) => void problems.push(thrown),
    pause: (_, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener("abort", () => resolve(), { once: true });
      }),
  });
});
afterEach(async () => {
  const closed = cache.close();
  answer.resolve({ status: 503, body: null, retryAfterSeconds: undefined });
  await closed;
});

const label = { "app.kubernetes.io/managed-by": "lamia" };

function secret(name: string, more: object = {}): KubernetesObject {
  const metadata = { name, namespace: "demo", resourceVersion: "7", uid: name, ...more };
  return {
    ...{ apiVersion: "v1", kind: "Secret", metadata },
    data: { "tls.key": "c2VjcmV0", "tls.crt": "Y2VydA==" },
  } as KubernetesObject;
}

test("what we wrote can be read at once: our Secrets and those of metadata, without their values", () => {
  cache.observe(secret("ours", { labels: label, managedFields: [{}] }));
  cache.observe(secret(metadataSecret));
  for (const name of ["ours", metadataSecret]) {
    const held = cache.get("Secret", "demo", name);
    expect(held).toMatchObject({
      kind: "Secret",
      keys: ["tls.crt", "tls.key"],
      data: { "tls.crt": "Y2VydA==" },
    });
    expect(JSON.stringify(held)).not.toContain("c2VjcmV0");
    expect(held?.metadata).not.toHaveProperty("managedFields");
  }
  expect(cache.list("Secret").map(({ metadata }) => metadata.name)).toEqual(["ours"]);
});

test("Secrets of others, and kinds that are not watched, are not kept", () => {
  cache.observe(secret("theirs"));
  cache.observe({ ...secret("shop", { labels: label }), kind: "ConfigMap" });
  expect(cache.get("Secret", "demo", "theirs")).toBeNull();
  expect(kindNames.every((kind) => cache.list(kind).length === 0)).toBe(true);
});

test("each change is reported once to every listener, even after one that fails, and to none that has unsubscribed", () => {
  const heard: string[] = [];
  cache.onChange(() => {
    throw new Error("a listener's fault");
  });
  const leave = cache.onChange(({ kind, type, object }) =>
    heard.push(`${type} ${kind} ${object.metadata.name}`),
  );
  const gateway = { ...secret("shop"), kind: "Gateway" };
  cache.observe(gateway);
  cache.observe(gateway);
  cache.observe(secret(metadataSecret));
  leave();
  cache.observe({ ...gateway, metadata: { ...gateway.metadata, resourceVersion: "8" } });
  expect(heard).toEqual(["added Gateway shop", `added Secret ${metadataSecret}`]);
  expect(problems).toHaveLength(3);
});

test("before the first list, nothing is known to be right, and nothing to be stale", () => {
  expect(cache.states().map(({ kind }) => kind)).toEqual(kindNames);
  for (const state of cache.states())
    expect(state).toMatchObject({ state: "reconnecting", unconfirmed: 0, staleSince: null });
  expect(cache.stateOf("Gateway").note).toBeTruthy();
});

test.each([
  [404, "missing", null],
  [403, "refused", expect.stringContaining("list")],
] as const)("a cluster that answers %i is synced: every kind is %s", async (status, state, remedy) => {
  const told = new Set<string>();
  cache.onState((each) => told.add(each.kind));
  answer.resolve({
    status,
    body: { kind: "Status", message: "User cannot list resource" },
    retryAfterSeconds: undefined,
  });
  await cache.synced;
  for (const each of cache.states()) expect(each).toMatchObject({ state, remedy, staleSince: null });
  expect([...told].sort()).toEqual(kindNames.toSorted());
});
