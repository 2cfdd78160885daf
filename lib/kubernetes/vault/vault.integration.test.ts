import { createPrivateKey, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCluster } from "@/lib/kubernetes/gateways/cluster";
import { ingressPods } from "@/lib/kubernetes/gateways/ingresses";
import { issueChain } from "@/lib/kubernetes/testing/issue-chain";
import { type ConnectedTestCluster, connectTestCluster } from "@/lib/kubernetes/testing/start-cluster";
import { until } from "@/lib/kubernetes/testing/until";
import { credentialNameFor } from "@/lib/model/secured-hosts";
import { createVault } from "./vault";
import { vaultSecretName } from "./vault-store";

let cluster: ConnectedTestCluster;
const namespace = "lamia-system";
const secrets = { group: "", plural: "secrets" };

beforeAll(async () => {
  cluster = await connectTestCluster();
});
afterAll(() => cluster?.close());

function vault(cache = cluster.cache) {
  return createVault({ client: cluster.client, cache, namespace });
}

function stored(host: string): Record<string, string> {
  const secret = cluster.objects.get(secrets, namespace, vaultSecretName(host));
  return (secret?.data ?? {}) as Record<string, string>;
}

function text(value: string | undefined): string {
  return Buffer.from(value ?? "", "base64").toString();
}

/** Changes a Secret of the vault by hand. */
async function patchData(host: string, data: Record<string, string | null | undefined>): Promise<void> {
  const patch = ["patch", "secret", vaultSecretName(host), "-n", namespace, "--type=merge", "-p"];
  await cluster.kubectl([...patch, JSON.stringify({ data })]);
}

async function issued(host: string, serial: string) {
  const keys = vault();
  const order = await keys.begin(host, [host], "vamp-demo");
  await keys.save(host, { ...order, url: "https://ca.test/order/1" });
  return keys.keep(host, await issueChain(await keys.signingRequest(host), serial));
}

test("an order goes from intent to a stored pair, and the next read sees each step at once", async () => {
  const host = "story.example.org";
  const keys = vault();
  expect(await keys.read(host)).toEqual({
    certificate: null,
    order: null,
    holder: null,
    issue: { ca: null, detour: null },
    request: null,
    revocations: [],
  });
  const order = await keys.begin(host, [host, `*.${host}`], "vamp-demo");
  expect(order).toMatchObject({ url: null, challenges: [], collected: false });
  expect((await keys.read(host)).order).toEqual(order);
  const placed = {
    ...order,
    url: "https://ca.test/order/7",
    challenges: [{ name: "_acme-challenge", value: "v" }],
  };
  await keys.save(host, placed);
  expect((await keys.read(host)).order).toEqual(placed);

  const chain = await issueChain(await keys.signingRequest(host), "0abc");
  const kept = await keys.keep(host, chain);
  expect(kept).toMatchObject({ serial: "ABC", names: [host, `*.${host}`] });
  expect(await keys.read(host)).toEqual({
    certificate: kept,
    order: { ...placed, collected: true },
    holder: "vamp-demo",
    issue: { ca: null, detour: null },
    request: null,
    revocations: [],
  });
  expect(Object.keys(stored(host)).sort()).toEqual(["order.json", "tls.crt", "tls.json", "tls.key"]);
  expect(new X509Certificate(chain).checkPrivateKey(createPrivateKey(text(stored(host)["tls.key"])))).toBe(
    true,
  );

  await keys.drop(host);
  await keys.drop(host);
  expect(await keys.read(host)).toEqual({
    certificate: kept,
    order: null,
    holder: "vamp-demo",
    issue: { ca: null, detour: null },
    request: null,
    revocations: [],
  });
});

test("a request outlives a restart, and the new certificate turns it into a revocation of the old one", async () => {
  const host = "asked.example.org";
  const { serial } = await issued(host, "0c01");
  const oldChain = text(stored(host)["tls.crt"]);
  const request = { serial, reason: "keyCompromise" as const, pendingOrder: null };
  await vault().request(host, request);
  expect(await vault().read(host)).toMatchObject({ request, revocations: [] });
  const next = await issued(host, "0c02");
  const kept = await vault().read(host);
  expect(kept).toMatchObject({
    request: null,
    revocations: [{ serial, reason: "keyCompromise", ca: null }],
  });
  const [revocation] = kept.revocations;
  expect(oldChain).toContain(revocation?.certificate);
  expect(new X509Certificate(revocation?.certificate ?? "").serialNumber).toBe("0C01");
  await vault().revoked(host, next.serial);
  expect((await vault().read(host)).revocations).toHaveLength(1);
  await vault().revoked(host, serial);
  expect(stored(host)).not.toHaveProperty(["asked.json"]);
});

test("a re-issue without a reason leaves nothing behind, and foreign content there is ignored", async () => {
  const host = "reissued.example.org";
  const { serial } = await issued(host, "0d01");
  await vault().request(host, { serial, reason: null, pendingOrder: null });
  await issued(host, "0d02");
  expect(stored(host)).not.toHaveProperty(["asked.json"]);
  const nonsense = Buffer.from('{"request":7}').toString("base64");
  await patchData(host, { "asked.json": nonsense });
  await until(
    () => cluster.cache.get("Secret", namespace, vaultSecretName(host))?.data["asked.json"] === nonsense,
  );
  expect(await vault().read(host)).toMatchObject({ request: null, revocations: [] });
});

test("a renewal keeps the old pair until the new one is complete", async () => {
  const host = "renewal.example.org";
  const first = await issued(host, "0a");
  const keys = vault();
  await keys.drop(host);
  const order = await keys.begin(host, [host], "vamp-demo");
  expect((await keys.read(host)).certificate).toEqual(first);
  const oldKey = stored(host)["tls.key"];
  await keys.save(host, { ...order, url: "https://ca.test/order/2" });
  await keys.keep(host, await issueChain(await keys.signingRequest(host), "0b"));
  expect((await keys.read(host)).certificate?.serial).toBe("B");
  expect(stored(host)["tls.key"]).not.toBe(oldKey);
});

test("storing the same chain again after a crash changes nothing; a chain for another key is rejected", async () => {
  const host = "twice.example.org";
  const keys = vault();
  await keys.begin(host, [host], "vamp-demo");
  const chain = await issueChain(await keys.signingRequest(host), "0c");
  const kept = await keys.keep(host, chain);
  expect(await keys.keep(host, chain)).toEqual(kept);
  await keys.begin(host, [host], "vamp-demo");
  await expect(keys.keep(host, chain)).rejects.toMatchObject({ kind: "rejected" });
});

test("a missing holder is written, once", async () => {
  const host = "unheld.example.org";
  const kept = await issued(host, "0c0");
  const remove = ["annotate", "secret", vaultSecretName(host), "-n", namespace, "lamia.dev/virtual-cluster-"];
  await cluster.kubectl(remove);
  await until(async () => (await vault().read(host)).holder === null);
  await vault().hold(host, "vamp-demo");
  await vault().hold(host, "other");
  expect(await vault().read(host)).toMatchObject({ certificate: kept, holder: "vamp-demo" });
});

test("the signing request is next to its key; an order of an earlier version gets one from its key", async () => {
  const host = "request.example.org";
  const keys = vault();
  await keys.begin(host, [host], "vamp-demo");
  const request = await keys.signingRequest(host);
  expect(Buffer.from(request).toString("base64")).toBe(stored(host)["order.csr"]);
  await patchData(host, { "order.csr": null });
  await until(() => !cluster.cache.get("Secret", namespace, vaultSecretName(host))?.data["order.csr"]);
  const kept = await keys.keep(host, await issueChain(await keys.signingRequest(host), "0c1"));
  expect((await keys.read(host)).certificate).toEqual(kept);
});

test("a chain is not stored next to a key that somebody put there in the meantime", async () => {
  const host = "swapped.example.org";
  const keys = vault();
  const first = await issued(host, "0c2");
  await keys.begin(host, [host], "vamp-demo");
  const chain = await issueChain(await keys.signingRequest(host), "0c3");
  await patchData(host, { "order.key": stored(host)["tls.key"] });
  // Seen already or not: the key is another one.
  await expect(keys.keep(host, chain)).rejects.toMatchObject({
    kind: expect.stringMatching(/conflict|rejected/),
  });
  expect((await keys.read(host)).certificate).toEqual(first);
});

test("of two panels that start at once, one continues and the other gets a conflict", async () => {
  const host = "race.example.org";
  const other = await cluster.another();
  const results = await Promise.allSettled([
    vault().begin(host, [host], "vamp-demo"),
    vault(other).begin(host, [host], "vamp-demo"),
  ]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(results.find((result) => result.status === "rejected")?.reason).toMatchObject({ kind: "conflict" });
  const again = await Promise.allSettled([
    vault().begin(host, [host], "vamp-demo"),
    vault(other).begin(host, [host], "vamp-demo"),
  ]);
  expect(again.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await other.close();
});

test("an order that was replaced in the meantime can't be saved over its successor", async () => {
  const host = "overtaken.example.org";
  const keys = vault();
  const first = await keys.begin(host, [host], "vamp-demo");
  await new Promise((resolve) => setTimeout(resolve, 2));
  const second = await keys.begin(host, [host], "vamp-demo");
  await expect(keys.save(host, { ...first, url: "https://ca.test/1" })).rejects.toMatchObject({
    kind: "conflict",
  });
  expect((await keys.read(host)).order).toEqual(second);
});

test("a label that somebody sets in the meantime doesn't cost the order its URL", async () => {
  const host = "labelled.example.org";
  const keys = vault();
  const order = await keys.begin(host, [host], "vamp-demo");
  await cluster.kubectl(["label", "secret", vaultSecretName(host), "-n", namespace, "team=shop"]);
  await keys.save(host, { ...order, url: "https://ca.test/order/3" });
  expect((await keys.read(host)).order?.url).toBe("https://ca.test/order/3");
});

test("the stored pair is published as our TLS Secret, which the cluster port sees at once", async () => {
  const host = "publish.example.org";
  const name = credentialNameFor(host);
  const port = createCluster(cluster.client, cluster.cache, ingressPods(cluster.client));
  expect(await port.tlsSecret("istio-system", name)).toBeNull();
  await issued(host, "0d");
  await vault().publish(host, "istio-system", name, null);
  expect(await port.tlsSecret("istio-system", name)).toEqual({ serial: "D", host });
  expect(cluster.objects.get(secrets, "istio-system", name)).toMatchObject({
    type: "kubernetes.io/tls",
    metadata: {
      labels: { "app.kubernetes.io/managed-by": "lamia" },
      annotations: { "lamia.dev/host": host },
    },
  });
});

test("nothing is published that was never issued", async () => {
  const publish = vault().publish("never.example.org", "istio-system", "never", null);
  await expect(publish).rejects.toMatchObject({ kind: "conflict" });
});

test("a forgotten host leaves no Secret behind, and no other host loses one", async () => {
  const [gone, stays] = ["gone.example.org", "stays.example.org"] as const;
  for (const host of [gone, stays]) {
    await issued(host, "0e");
    await vault().publish(host, "istio-system", credentialNameFor(host), null);
  }
  await vault().forget(gone);
  await vault().forget(gone);
  expect(cluster.objects.get(secrets, "istio-system", credentialNameFor(gone))).toBeUndefined();
  expect(cluster.objects.get(secrets, namespace, vaultSecretName(gone))).toBeUndefined();
  expect(cluster.objects.get(secrets, "istio-system", credentialNameFor(stays))).toBeDefined();
  await until(() => cluster.cache.get("Secret", namespace, vaultSecretName(gone)) === null);
  expect(await vault().read(gone)).toEqual({
    certificate: null,
    order: null,
    holder: null,
    issue: { ca: null, detour: null },
    request: null,
    revocations: [],
  });
});

test("no private key is in the cache", async () => {
  const host = "memory.example.org";
  await issued(host, "0f");
  const key = stored(host)["tls.key"] ?? "";
  expect(key.length).toBeGreaterThan(100);
  expect(JSON.stringify(cluster.cache.list("Secret"))).not.toContain(key);
});

test("a Secret filled with nonsense is reported by name", async () => {
  const host = "nonsense.example.org";
  await vault().begin(host, [host], "vamp-demo");
  const nonsense = Buffer.from("{}").toString("base64");
  await patchData(host, { "order.json": nonsense });
  await until(
    () => cluster.cache.get("Secret", namespace, vaultSecretName(host))?.data["order.json"] === nonsense,
  );
  await expect(vault().read(host)).rejects.toMatchObject({
    kind: "rejected",
    remedy: expect.stringContaining(vaultSecretName(host)),
  });
});

describe("a published Secret that somebody has changed", () => {
  const host = "changed.example.org";
  const name = credentialNameFor(host);
  const at = ["-n", "istio-system", name];
  const current = () => vault().published(host);
  const isRight = async () => (await current())[0]?.isRight;
  const base64 = (text: string) => Buffer.from(text).toString("base64");

  beforeAll(async () => {
    await issued(host, "1a");
    await vault().publish(host, "istio-system", name, null);
  });

  test("is right as long as certificate and key are the stored ones", async () => {
    expect(await isRight()).toBe(true);
  });

  test.each([
    ["a broken key", { data: { "tls.key": base64("broken") } }],
    ["another certificate", { data: { "tls.crt": base64("another") } }],
    ["the keys that Istio prefers", { data: { cert: base64("c"), key: base64("k") } }],
    ["immutable", { immutable: true }],
  ])("%s is seen, and written right", async (_, change) => {
    await cluster.kubectl(["patch", "secret", ...at, "--type=merge", "-p", JSON.stringify(change)]);
    await until(async () => (await isRight()) === false);
    await vault().publish(host, "istio-system", name, null);
    expect(await isRight()).toBe(true);
    const pair = cluster.objects.get(secrets, "istio-system", name)?.data as Record<string, string>;
    expect(pair["tls.key"]).toBe(stored(host)["tls.key"]);
  });

  test("is recreated if its type has changed", async () => {
    await cluster.kubectl(["delete", "secret", ...at]);
    const metadata = {
      name,
      namespace: "istio-system",
      labels: { "app.kubernetes.io/managed-by": "lamia" },
      annotations: { "lamia.dev/host": host },
    };
    cluster.objects.put(secrets, { apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", data: {} });
    await until(async () => (await isRight()) === false);
    await vault().publish(host, "istio-system", name, null);
    expect(await isRight()).toBe(true);
    expect(cluster.objects.get(secrets, "istio-system", name)?.type).toBe("kubernetes.io/tls");
  });

  test("is not deleted if it is foreign, however it looks", async () => {
    const theirs = { name: "theirs-only", namespace: "istio-system" };
    cluster.objects.put(secrets, {
      apiVersion: "v1",
      kind: "Secret",
      metadata: theirs,
      type: "Opaque",
      data: {},
    });
    await expect(vault().publish(host, "istio-system", theirs.name, null)).rejects.toMatchObject({
      kind: "rejected",
    });
    await vault().unpublish(host, theirs);
    expect(cluster.objects.get(secrets, "istio-system", theirs.name)).toMatchObject({ type: "Opaque" });
  });

  test("is not overwritten if it is foreign, even with the right type", async () => {
    const metadata = { name: "theirs-tls", namespace: "istio-system" };
    const data = { "tls.crt": base64("theirs"), "tls.key": base64("theirs") };
    const theirs = { apiVersion: "v1", kind: "Secret", metadata, type: "kubernetes.io/tls", data };
    cluster.objects.put(secrets, theirs);
    const publish = vault().publish(host, "istio-system", metadata.name, null);
    await expect(publish).rejects.toMatchObject({ kind: "rejected" });
    expect(cluster.objects.get(secrets, "istio-system", metadata.name)?.data).toEqual(data);
  });

  test("has the CA of client certificates, if there is one", async () => {
    await vault().publish(host, "istio-system", name, "CLIENT CA");
    expect((await current())[0]).toMatchObject({ isRight: true, clientCa: "CLIENT CA" });
    await vault().publish(host, "istio-system", name, null);
    expect((await current())[0]?.clientCa).toBeNull();
  });

  test("is marked as unwanted, taken up again, and deleted", async () => {
    await vault().markUnwanted(host, { namespace: "istio-system", name }, new Date(0));
    expect((await current())[0]?.unwantedSince).toBe("1970-01-01T00:00:00.000Z");
    await vault().markUnwanted(host, { namespace: "istio-system", name }, null);
    expect((await current())[0]?.unwantedSince).toBeNull();
    await vault().unpublish(host, { namespace: "istio-system", name });
    expect(cluster.objects.get(secrets, "istio-system", name)).toBeUndefined();
  });

  test("is not published if its stored key doesn't match its certificate, and both are forgotten", async () => {
    const broken = "misfit.example.org";
    await issued(broken, "1b");
    await patchData(broken, { "tls.key": stored(host)["tls.key"] });
    await expect(vault().publish(broken, "istio-system", "misfit", null)).rejects.toMatchObject({
      kind: "conflict",
    });
    await until(async () => (await vault().read(broken)).certificate === null);
    expect(cluster.objects.get(secrets, "istio-system", "misfit")).toBeUndefined();
  });
});

test("keys issued for one virtual cluster are forgotten when another one starts", async () => {
  const host = "handed.example.org";
  await issued(host, "1c");
  const key = stored(host)["tls.key"];
  expect((await vault().read(host)).holder).toBe("vamp-demo");
  await vault().begin(host, [host], "other");
  expect(await vault().read(host)).toMatchObject({ certificate: null, holder: "other" });
  expect(Object.values(stored(host))).not.toContain(key);
});

test.each([
  ["for another name", ["other.example.org"], {}],
  ["that has ended", ["flawed.example.org"], { days: -1 }],
  ["that begins next week", ["flawed.example.org"], { fromDays: 7, days: 90 }],
])("a chain %s is refused, and nothing of it is kept", async (_, names, life) => {
  const host = "flawed.example.org";
  const keys = vault();
  await keys.begin(host, [host], "vamp-demo");
  const chain = await issueChain(await keys.signingRequest(host), "0a1", { names, ...life });
  await expect(keys.keep(host, chain)).rejects.toMatchObject({ kind: "rejected" });
  expect((await keys.read(host)).certificate).toBeNull();
});
