import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureNamespace, setManaged } from "./namespaces";
import { type ConnectedTestCluster, connectTestCluster } from "./testing/start-cluster";
import { until } from "./testing/until";
import { isVirtualCluster } from "./virtual-cluster";

let cluster: ConnectedTestCluster;

beforeAll(async () => {
  cluster = await connectTestCluster();
});
afterAll(() => cluster?.close());

async function namespace(name: string, labels: Record<string, string> = {}) {
  cluster.objects.put(
    { group: "", plural: "namespaces" },
    { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } },
  );
  await until(() => cluster.cache.get("Namespace", null, name));
}

function isManaged(name: string): boolean {
  const found = cluster.cache.get("Namespace", null, name);
  return found !== null && isVirtualCluster(found);
}

test("a namespace becomes a virtual cluster and is released, and other labels stay", async () => {
  await namespace("plain", { team: "shop" });
  await setManaged(cluster, "plain", true);
  expect(isManaged("plain")).toBe(true);
  await setManaged(cluster, "plain", false);
  expect(isManaged("plain")).toBe(false);
  expect(cluster.cache.get("Namespace", null, "plain")?.metadata.labels).toMatchObject({ team: "shop" });
  expect(cluster.cache.get("Namespace", null, "plain")?.metadata.labels).not.toHaveProperty(
    "lamia.dev/managed",
  );
});

test("a label that kubectl set can be released too", async () => {
  await namespace("by-hand");
  await cluster.kubectl(["label", "namespace", "by-hand", "lamia.dev/managed=true"]);
  await setManaged(cluster, "by-hand", false);
  expect(isManaged("by-hand")).toBe(false);
});

test("a namespace in the mesh can be released without leaving the mesh", async () => {
  await namespace("meshed", { "istio-injection": "enabled" });
  expect(isManaged("meshed")).toBe(true);
  await setManaged(cluster, "meshed", false);
  expect(isManaged("meshed")).toBe(false);
  expect(cluster.cache.get("Namespace", null, "meshed")?.metadata.labels?.["istio-injection"]).toBe(
    "enabled",
  );
  await setManaged(cluster, "meshed", true);
  expect(isManaged("meshed")).toBe(true);
});

test("a missing namespace can't be managed", async () => {
  expect(await setManaged(cluster, "nowhere", true)).toBeNull();
  expect(cluster.objects.get({ group: "", plural: "namespaces" }, undefined, "nowhere")).toBeUndefined();
});

test("Lamia's namespace is created once, by whoever comes first", async () => {
  const made = await Promise.all([1, 2, 3].map(() => ensureNamespace(cluster.client, "lamia-system")));
  expect(new Set(made.map(({ metadata }) => metadata.uid)).size).toBe(1);
});
