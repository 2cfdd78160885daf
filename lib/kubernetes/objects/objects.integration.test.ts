import { afterAll, beforeAll, expect, test } from "vitest";
import { type ConnectedTestCluster, connectTestCluster } from "@/lib/kubernetes/testing/start-cluster";
import { until } from "@/lib/kubernetes/testing/until";
import { applyObject, deleteObject, getObject } from "./objects";

let cluster: ConnectedTestCluster;
const namespace = "vamp-demo";

beforeAll(async () => {
  cluster = await connectTestCluster();
});
afterAll(() => cluster?.close());

function gateway(name: string, port = 80, labels: Record<string, string> = {}) {
  return {
    metadata: { name, namespace, labels },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [{ port: { number: port, name: "http", protocol: "HTTP" }, hosts: ["*"] }],
    },
  };
}

test("an applied object is in the cache at once, and an omitted field is removed", async () => {
  const applied = await applyObject(cluster, "Gateway", gateway("applied", 80, { a: "1", b: "2" }));
  expect(applied).toMatchObject({ ok: true });
  expect(cluster.cache.get("Gateway", namespace, "applied")?.metadata.labels).toEqual({ a: "1", b: "2" });
  await applyObject(cluster, "Gateway", gateway("applied", 80, { a: "1" }));
  expect(cluster.cache.get("Gateway", namespace, "applied")?.metadata.labels).toEqual({ a: "1" });
});

test("a dry run changes nothing", async () => {
  expect(await applyObject(cluster, "Gateway", gateway("dry"), { dryRun: true })).toMatchObject({ ok: true });
  expect(await getObject(cluster, "Gateway", namespace, "dry")).toBeNull();
  expect(cluster.cache.get("Gateway", namespace, "dry")).toBeNull();
});

test("an object to create must not exist yet", async () => {
  expect(await applyObject(cluster, "Gateway", gateway("created"), { create: true })).toMatchObject({
    ok: true,
  });
  const again = await applyObject(cluster, "Gateway", gateway("created", 81), { create: true });
  expect(again).toEqual({ ok: false, reason: "exists" });
});

test("a field of kubectl is a conflict that names kubectl and the field, and force takes it over", async () => {
  await applyObject(cluster, "Gateway", gateway("shared"));
  const patch = '[{"op":"replace","path":"/spec/servers/0/port/number","value":8080}]';
  await cluster.kubectl(["patch", "gateway", "shared", "-n", namespace, "--type=json", "-p", patch]);
  const result = await applyObject(cluster, "Gateway", gateway("shared"));
  expect(result).toMatchObject({
    ok: false,
    reason: "conflict",
    conflicts: [{ manager: "kubectl-patch", field: expect.stringContaining("spec.servers") }],
  });
  expect(await applyObject(cluster, "Gateway", gateway("shared"), { force: true })).toMatchObject({
    ok: true,
  });
  const forced = await getObject(cluster, "Gateway", namespace, "shared");
  expect(forced?.spec?.servers?.[0]?.port.number).toBe(80);
});

test("fields of others survive an apply", async () => {
  await applyObject(cluster, "Gateway", gateway("labelled"));
  await cluster.kubectl(["label", "gateway", "labelled", "-n", namespace, "team=shop"]);
  await applyObject(cluster, "Gateway", gateway("labelled", 80, { mine: "1" }));
  const found = await getObject(cluster, "Gateway", namespace, "labelled");
  expect(found?.metadata.labels).toEqual({ team: "shop", mine: "1" });
});

test("an edit of an old version fails because the object has changed", async () => {
  await applyObject(cluster, "Gateway", gateway("versioned"));
  const read = await getObject(cluster, "Gateway", namespace, "versioned");
  const resourceVersion = read?.metadata.resourceVersion ?? "";
  const apply = (port: number) =>
    applyObject(cluster, "Gateway", gateway("versioned", port), { resourceVersion });
  expect(await apply(81)).toMatchObject({ ok: true });
  expect(await apply(82)).toEqual({ ok: false, reason: "changed" });
});

test("invalid fields are returned with their paths", async () => {
  const wanted = {
    ...gateway("invalid"),
    spec: { selector: { a: "b" }, servers: [{ port: { number: "x" }, hosts: ["*"] }] },
  };
  const result = await applyObject(cluster, "Gateway", wanted);
  if (result.ok || result.reason !== "invalid") throw new Error(`unexpected: ${JSON.stringify(result)}`);
  expect(result.errors.map(({ path }) => path).join()).toContain("spec.servers[0].port");
  expect(result.errors.every(({ message }) => message !== "")).toBe(true);
});

test("deleting says whether the object existed, and keeps a version that was not read", async () => {
  await applyObject(cluster, "Gateway", gateway("doomed"));
  const old = (await getObject(cluster, "Gateway", namespace, "doomed"))?.metadata.resourceVersion ?? "";
  await applyObject(cluster, "Gateway", gateway("doomed", 81));
  await expect(
    deleteObject(cluster, "Gateway", namespace, "doomed", { resourceVersion: old }),
  ).rejects.toMatchObject({ kind: "conflict" });
  expect(await deleteObject(cluster, "Gateway", namespace, "doomed")).toBe(true);
  expect(await deleteObject(cluster, "Gateway", namespace, "doomed")).toBe(false);
  await until(() => cluster.cache.get("Gateway", namespace, "doomed") === null);
});

test("an apply to a missing namespace says so", async () => {
  const wanted = { ...gateway("lost"), metadata: { name: "lost", namespace: "nowhere" } };
  await expect(applyObject(cluster, "Gateway", wanted)).rejects.toMatchObject({
    kind: "rejected",
    message: expect.stringContaining("nowhere"),
  });
});
