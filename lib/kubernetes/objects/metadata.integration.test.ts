import { afterAll, beforeAll, expect, test } from "vitest";
import { type ConnectedTestCluster, connectTestCluster } from "@/lib/kubernetes/testing/start-cluster";
import { until } from "@/lib/kubernetes/testing/until";
import { patchMetadata, readMetadata, secretValue } from "./metadata";

let cluster: ConnectedTestCluster;
const namespace = "vamp-demo";

beforeAll(async () => {
  cluster = await connectTestCluster();
});
afterAll(() => cluster?.close());

test("written values are readable at once: plain ones, and the names of secret ones", async () => {
  const before = readMetadata(cluster, namespace);
  expect(before).toMatchObject({ secretKeys: [], secretVersion: null });
  await patchMetadata(cluster, namespace, {
    plain: { google_project_id: "democluster" },
    secret: { google_service_account: '{"private_key":"hunter2"}' },
  });
  const after = readMetadata(cluster, namespace);
  expect(after?.plain.google_project_id).toBe("democluster");
  expect(after?.secretKeys).toEqual(["google_service_account"]);
  expect(JSON.stringify([after, cluster.cache.list("Secret")])).not.toContain("hunter2");
  expect((await secretValue(cluster, namespace, "google_service_account"))?.reveal()).toBe(
    '{"private_key":"hunter2"}',
  );
});

test("a patch keeps the keys that it doesn't name, and null removes", async () => {
  await patchMetadata(cluster, namespace, { plain: { a: "1", b: "2" }, secret: { c: "3", d: "4" } });
  await patchMetadata(cluster, namespace, { plain: { a: null }, secret: { c: null, never: null } });
  const metadata = readMetadata(cluster, namespace);
  expect(metadata?.plain).toMatchObject({ b: "2" });
  expect(metadata?.plain).not.toHaveProperty("a");
  expect(metadata?.secretKeys).toContain("d");
  expect(metadata?.secretKeys).not.toContain("c");
  expect(await secretValue(cluster, namespace, "c")).toBeNull();
});

test("users who write different keys at once lose nothing", async () => {
  const keys = Array.from({ length: 8 }, (_, index) => `key${index}`);
  await cluster.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "busy" } });
  await Promise.all(
    keys.map((key) => patchMetadata(cluster, "busy", { plain: { [key]: key }, secret: { [key]: key } })),
  );
  await until(() => Object.keys(readMetadata(cluster, "busy")?.plain ?? {}).length === keys.length);
  expect(readMetadata(cluster, "busy")?.secretKeys).toEqual(keys);
});

test("foreign annotations stay, and aren't metadata", async () => {
  await cluster.kubectl(["annotate", "namespace", namespace, "example.org/owner=team"]);
  await patchMetadata(cluster, namespace, { plain: { note: "x" } });
  const annotations = cluster.cache.get("Namespace", null, namespace)?.metadata.annotations;
  expect(annotations?.["example.org/owner"]).toBe("team");
  expect(Object.keys(readMetadata(cluster, namespace)?.plain ?? {})).not.toContain("owner");
});

test("a new secret value has another version, so that everything made from the old one can be dropped", async () => {
  await patchMetadata(cluster, namespace, { secret: { rotated: "1" } });
  const before = readMetadata(cluster, namespace)?.secretVersion;
  await patchMetadata(cluster, namespace, { secret: { rotated: "2" } });
  expect(readMetadata(cluster, namespace)?.secretVersion).not.toBe(before);
});

test("a key that Kubernetes can't store is rejected before anything is written", async () => {
  const patch = patchMetadata(cluster, namespace, { plain: { fine: "1", "not fine": "2" } });
  await expect(patch).rejects.toMatchObject({
    kind: "rejected",
    message: expect.stringContaining("not fine"),
  });
  expect(readMetadata(cluster, namespace)?.plain).not.toHaveProperty("fine");
});

test("nothing can be read or written without the namespace", async () => {
  expect(readMetadata(cluster, "nowhere")).toBeNull();
  for (const patch of [{ plain: { a: "1" } }, { secret: { a: "1" } }])
    await expect(patchMetadata(cluster, "nowhere", patch)).rejects.toMatchObject({ kind: "rejected" });
});

test("a Secret created without Lamia's label is read, watched, and keeps its labels", async () => {
  const secrets = { group: "", plural: "secrets" };
  const made = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: {
      name: "lamia-metadata",
      namespace: "by-hand",
      labels: { "app.kubernetes.io/managed-by": "Helm" },
    },
    type: "Opaque",
  };
  cluster.objects.put(
    { group: "", plural: "namespaces" },
    {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "by-hand" },
    },
  );
  const keys = () => readMetadata(cluster, "by-hand")?.secretKeys.join();
  cluster.objects.put(secrets, {
    ...made,
    data: { google_service_account: Buffer.from("{}").toString("base64") },
  });
  await until(() => keys() === "google_service_account");
  expect((await secretValue(cluster, "by-hand", "google_service_account"))?.reveal()).toBe("{}");

  await patchMetadata(cluster, "by-hand", { secret: { slack_webhook: "https://example.org" } });
  expect(keys()).toBe("google_service_account,slack_webhook");
  expect(cluster.objects.get(secrets, "by-hand", "lamia-metadata")?.metadata.labels).toEqual(
    made.metadata.labels,
  );

  const other = await cluster.another();
  expect(readMetadata({ cache: other }, "by-hand")?.secretKeys).toHaveLength(2);
  await other.close();
  cluster.objects.remove(secrets, "by-hand", "lamia-metadata");
  await until(() => keys() === "");
});
