import { expect, test } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import type { Call } from "@/lib/kubernetes/client/call";
import { ingressPods } from "./ingresses";

function pod(name: string, labels: Record<string, string>, rest: object = {}) {
  return { metadata: { namespace: "edge", name, labels, ...rest } };
}

function clusterOf(items: object[]) {
  const calls: Call[] = [];
  const request = async <T>(call: Call) => {
    calls.push(call);
    return { kind: "PartialObjectMetadataList", metadata: {}, items } as T;
  };
  return { calls, request };
}

test("pods are listed by the whole selector, metadata only, and replicas count once", async () => {
  const client = clusterOf([
    pod("a", { istio: "edge" }),
    pod("b", { istio: "edge" }),
    pod("c", { istio: "edge", v: "2" }),
  ]);
  const pods = ingressPods(client);
  expect(await pods.selectedBy({ tier: "x", istio: "edge" })).toEqual([
    { namespace: "edge", name: "a", labels: { istio: "edge" }, namedPorts: {} },
    { namespace: "edge", name: "c", labels: { istio: "edge", v: "2" }, namedPorts: {} },
  ]);
  expect(client.calls).toMatchObject([
    { verb: "list", metadataOnly: true, query: { labelSelector: "istio=edge,tier=x" } },
  ]);
  expect(pods.known()).toHaveLength(2);
});

test("ten thousand hosts with one selector share an answer for ten seconds", async () => {
  let now = 0;
  const client = clusterOf([]);
  const pods = ingressPods(client, () => now);
  await Promise.all(Array.from({ length: 10_000 }, () => pods.selectedBy({ istio: "edge" })));
  expect(client.calls).toHaveLength(1);
  now = 10_001;
  const known = pods.known();
  await pods.selectedBy({ istio: "edge" });
  expect(client.calls).toHaveLength(2);
  expect(pods.known()).toBe(known);
});

test("a terminating pod doesn't count, and impossible labels aren't requested", async () => {
  const client = clusterOf([pod("a", { istio: "edge" }, { deletionTimestamp: "2026-01-01T00:00:00Z" })]);
  const pods = ingressPods(client);
  expect(await pods.selectedBy({ istio: "edge" })).toEqual([]);
  expect(await pods.selectedBy({})).toEqual([]);
  expect(await pods.selectedBy({ istio: "a b, c" })).toEqual([]);
  expect(client.calls).toHaveLength(1);
});

test("a failure is thrown and not cached", async () => {
  let fails = true;
  const { request } = clusterOf([]);
  const pods = ingressPods({
    request: async <T>(call: Call) => {
      if (fails) throw new Failure("unreachable", "no answer");
      return request<T>(call);
    },
  });
  await expect(pods.selectedBy({ istio: "edge" })).rejects.toThrow("no answer");
  fails = false;
  expect(await pods.selectedBy({ istio: "edge" })).toEqual([]);
});

test("replicas are named after the one whose name sorts first, in whatever order they are listed", async () => {
  const replicas = ["c", "a", "b"].map((name) => pod(name, { istio: "edge" }));
  for (const items of [replicas, replicas.toReversed()])
    expect(await ingressPods(clusterOf(items)).selectedBy({ istio: "edge" })).toMatchObject([{ name: "a" }]);
});

test("an answer that isn't a list of pods counts as none, and a selector that no pod can have is not requested at all", async () => {
  const odd = [{}, { metadata: "a" }, { metadata: { name: 1, namespace: "edge", labels: {} } }];
  const unplaced = [{ metadata: { name: "a", labels: {} } }, { metadata: { name: "a", namespace: "edge" } }];
  expect(await ingressPods(clusterOf([...odd, ...unplaced])).selectedBy({ istio: "edge" })).toEqual([]);
  for (const body of [null, {}, { items: "none" }]) {
    const request = async <T>() => body as T;
    expect(await ingressPods({ request }).selectedBy({ istio: "edge" })).toEqual([]);
  }
  const client = clusterOf([]);
  await ingressPods(client).selectedBy({ istio: "edge", other: "a b" });
  expect(client.calls).toEqual([]);
});

test("the last thousand selectors are cached, and an answer for exactly ten seconds", async () => {
  let now = 0;
  const client = clusterOf([]);
  const pods = ingressPods(client, () => now);
  for (let index = 0; index < 1000; index += 1) await pods.selectedBy({ istio: `edge-${index}` });
  await pods.selectedBy({ istio: "edge-0" });
  expect(client.calls).toHaveLength(1000);
  await pods.selectedBy({ istio: "edge-1000" });
  await pods.selectedBy({ istio: "edge-0" });
  expect(client.calls).toHaveLength(1002);
  now = 9_999;
  await pods.selectedBy({ istio: "edge-999" });
  expect(client.calls).toHaveLength(1002);
  now = 10_000;
  await pods.selectedBy({ istio: "edge-999" });
  expect(client.calls).toHaveLength(1003);
});
