import { beforeEach, describe, expect, test } from "vitest";
import type { PairSource } from "@/lib/gateway/world";
import type { WholeSecret } from "@/lib/kubernetes/objects/secret-object";
import { issueChain } from "@/lib/kubernetes/testing/issue-chain";
import { memorySecrets } from "@/lib/kubernetes/testing/memory-secrets";
import { mostRevocations } from "./asked";
import { createVault } from "./vault";
import { vaultSecretName } from "./vault-store";

const host = "shop.example.org";
const keysAt = `lamia-system/${vaultSecretName(host)}`;
const place = { namespace: "istio-system", name: "shop-tls" };
const placeAt = `${place.namespace}/${place.name}`;

let api: ReturnType<typeof memorySecrets>;
let vault: ReturnType<typeof createVault>;
beforeEach(() => {
  api = memorySecrets();
  vault = createVault(api.options);
});

async function issued(of = host, serial = "0a") {
  await vault.begin(of, [of], "demo");
  return vault.keep(of, await issueChain(await vault.signingRequest(of), serial));
}

async function published() {
  await issued();
  await vault.publish(host, place.namespace, place.name, null);
  api.writes.length = 0;
}

/** A foreign Secret in this place; it may even have our label, or our annotation for another host. */
function foreign(metadata: Partial<WholeSecret["metadata"]> = {}): WholeSecret {
  return api.put({
    apiVersion: "v1",
    kind: "Secret",
    type: "kubernetes.io/tls",
    metadata: { ...place, ...metadata },
    data: { "tls.crt": "dGhlaXJz", "tls.key": "dGhlaXJz" },
  });
}
const label = { "app.kubernetes.io/managed-by": "lamia" };
const foreigners: [string, Partial<WholeSecret["metadata"]>][] = [
  ["somebody else", {}],
  ["somebody else, with our label", { labels: label }],
  ["another host", { labels: label, annotations: { "lamia.dev/host": "other.example.org" } }],
];

describe.each(foreigners)("a Secret of %s", (_, metadata) => {
  test.each([false, true])(
    "is neither deleted nor noted, whether the cache is connected or not (%s)",
    async (away) => {
      await issued();
      const theirs = foreign(metadata);
      if (away) api.disconnect();
      api.writes.length = 0;
      await vault.unpublish(host, place);
      await vault.markUnwanted(host, place, new Date());
      await vault.withdraw(host, async () => true);
      await expect(vault.publish(host, place.namespace, place.name, null)).rejects.toMatchObject({
        kind: "rejected",
      });
      expect(await vault.published(host)).toEqual([]);
      expect(api.writes).toEqual([]);
      await vault.forget(host);
      expect(api.writes).toEqual([`delete ${keysAt}`]);
      expect(api.held.get(placeAt)).toBe(theirs);
    },
  );
});

test("a certificate that has replaced the one that is meant isn't published", async () => {
  const { serial } = await issued();
  await issued(host, "0b");
  const publish = (from: PairSource) => vault.publish(host, place.namespace, place.name, null, from);
  await expect(publish({ serial })).rejects.toMatchObject({ kind: "conflict" });
  expect(api.held.has(placeAt)).toBe(false);
  const now = (await vault.read(host)).certificate?.serial ?? "";
  await publish({ serial: now });
  expect(api.held.has(placeAt)).toBe(true);
});

describe("our own Secret in this place", () => {
  test.each([false, true])(
    "is deleted when it is withdrawn, and the keys stay (cache disconnected: %s)",
    async (away) => {
      await published();
      if (away) api.disconnect();
      const asked: string[] = [];
      await vault.withdraw(host, async (name) => asked.push(name) === 0);
      expect(asked).toEqual([place.name]);
      expect(api.writes).toEqual([]);
      await vault.withdraw(host, async () => true);
      expect(api.writes).toEqual([`delete ${placeAt}`]);
      expect((await vault.read(host)).certificate).not.toBeNull();
    },
  );

  test.each([false, true])(
    "goes before the keys when the host is forgotten (cache away: %s)",
    async (away) => {
      await published();
      await issued("other.example.org", "0b");
      if (away) api.disconnect();
      api.writes.length = 0;
      await vault.forget(host);
      expect(api.writes).toEqual([`delete ${placeAt}`, `delete ${keysAt}`]);
      expect((await vault.read("other.example.org")).certificate?.serial).toBe("B");
    },
  );

  test("stays, with the keys, if the confirmation is refused at the last moment", async () => {
    await published();
    const refuse = () => Promise.reject(new Error("It is wanted again."));
    await expect(vault.forget(host, refuse)).rejects.toThrow("wanted again");
    await expect(vault.withdraw(host, async () => true, refuse)).rejects.toThrow("wanted again");
    expect(api.writes).toEqual([]);
  });

  test.each(["forget", "withdraw"] as const)(
    "that somebody has written since it was seen is not deleted (%s)",
    async (how) => {
      await published();
      api.lag();
      foreign();
      const deleting = how === "forget" ? vault.forget(host) : vault.withdraw(host, async () => true);
      await expect(deleting).rejects.toMatchObject({ kind: "conflict" });
      expect(api.writes).toEqual([]);
    },
  );

  test("is not deleted after somebody replaces it between the check and the deletion", async () => {
    await published();
    api.meanwhile.push(() => void foreign());
    await expect(vault.unpublish(host, place)).rejects.toMatchObject({ kind: "conflict" });
    expect(api.writes).toEqual([]);
  });

  test("is right as long as type, certificate and key are ours, and is corrected otherwise", async () => {
    await published();
    const current = api.held.get(placeAt) as WholeSecret;
    const isRight = async () => (await vault.published(host))[0]?.isRight;
    expect(await isRight()).toBe(true);
    const changes: Partial<WholeSecret>[] = [
      { data: { ...current.data, "tls.key": "b3RoZXI=" } },
      { data: { ...current.data, "tls.crt": "b3RoZXI=" } },
      { data: { "tls.crt": current.data?.["tls.crt"] ?? "" } },
      { data: { ...current.data, cert: "YQ==", key: "YQ==" } },
      { type: "Opaque" },
      { immutable: true },
    ];
    for (const change of changes) {
      api.put({ ...current, ...change });
      expect(await isRight()).toBe(false);
      await vault.publish(host, place.namespace, place.name, null);
      expect(await isRight()).toBe(true);
      expect(api.held.get(placeAt)?.data).toMatchObject(current.data ?? {});
    }
    api.put({ ...current, data: { ...current.data, cert: "YQ==" } });
    expect(await isRight()).toBe(true);
  });

  test("is taken up even if the cache hasn't seen its creation; if it vanishes, that is a conflict", async () => {
    await published();
    api.held.delete(placeAt);
    api.lag();
    foreign({ labels: label, annotations: { "lamia.dev/host": host } });
    await vault.publish(host, place.namespace, place.name, "CLIENT CA");
    expect((await vault.published(host))[0]).toMatchObject({ isRight: true, clientCa: "CLIENT CA" });
    api.held.delete(placeAt);
    await expect(vault.publish(host, place.namespace, place.name, null)).rejects.toMatchObject({
      kind: "conflict",
    });
  });

  test.each([403, 500])("isn't treated as written when the API server answers %i", async (status) => {
    await issued();
    const { send } = api.options.client;
    api.options.client.send = async (call) =>
      call.verb === "create" ? { status, body: null, retryAfterSeconds: undefined } : send(call);
    const publish = vault.publish(host, place.namespace, place.name, null);
    await expect(publish).rejects.toMatchObject({ kind: status === 403 ? "refused" : "unreachable" });
    expect(api.held.has(placeAt)).toBe(false);
    const begin = vault.begin("other.example.org", ["other.example.org"], "demo");
    await expect(begin).rejects.toMatchObject({ kind: status === 403 ? "refused" : "unreachable" });
  });

  test("is marked as unwanted, and no longer once it is published again", async () => {
    await published();
    await vault.markUnwanted(host, place, new Date(0));
    expect((await vault.published(host))[0]?.unwantedSince).toBe("1970-01-01T00:00:00.000Z");
    await vault.publish(host, place.namespace, place.name, null);
    expect((await vault.published(host))[0]?.unwantedSince).toBeNull();
  });
});

describe("an order", () => {
  test("starts once: starting on an outdated state is a conflict", async () => {
    await vault.begin(host, [host], "demo");
    api.lag();
    const before = api.held.get(keysAt);
    api.put(before as WholeSecret);
    await expect(vault.begin(host, [host], "demo")).rejects.toMatchObject({ kind: "conflict" });
    expect(api.held.get(keysAt)?.data).toEqual(before?.data);
  });

  test("starts once, even if the cache hasn't seen the first", async () => {
    api.lag();
    await vault.begin(host, [host], "demo");
    const other = memorySecrets();
    const late = createVault({ ...api.options, cache: other.options.cache });
    await expect(late.begin(host, [host], "demo")).rejects.toMatchObject({ kind: "conflict" });
    await expect(late.save(host, await order())).rejects.toMatchObject({ kind: "conflict" });
  });

  async function order() {
    const { order: current } = await vault.read(host);
    if (!current) throw new Error("There is no order.");
    return current;
  }

  test("isn't saved over its successor, by its time or by its text", async () => {
    const first = await vault.begin(host, [host], "demo");
    api.lag();
    const url = "https://ca.test/order/1";
    const started = { ...first, startedAt: "2020-01-01T00:00:00.000Z" };
    await expect(vault.save(host, { ...started, url })).rejects.toMatchObject({ kind: "conflict" });
    api.meanwhile.push(() => {
      const current = api.held.get(keysAt) as WholeSecret;
      api.put({ ...current, data: { ...current.data, "order.json": "b3RoZXI=" } });
    });
    await expect(vault.save(host, { ...first, url })).rejects.toMatchObject({ kind: "conflict" });
    expect(api.held.get(keysAt)?.data?.["order.json"]).toBe("b3RoZXI=");
  });

  test("is stored with its own key, once, and dropped with everything that belongs to it", async () => {
    await vault.begin(host, [host], "demo");
    const chain = await issueChain(await vault.signingRequest(host), "0a");
    const orderKey = api.held.get(keysAt)?.data?.["order.key"];
    const kept = await vault.keep(host, chain);
    expect(await vault.keep(host, chain)).toEqual(kept);
    expect(await vault.read(host)).toMatchObject({
      certificate: kept,
      order: { collected: true },
      holder: "demo",
    });
    const data = api.held.get(keysAt)?.data ?? {};
    expect(data["tls.key"]).toBe(orderKey);
    expect(Object.keys(data).sort()).toEqual(["order.json", "tls.crt", "tls.json", "tls.key"]);
    await vault.drop(host);
    await vault.drop(host);
    expect(Object.keys(api.held.get(keysAt)?.data ?? {}).sort()).toEqual(["tls.crt", "tls.json", "tls.key"]);
    await vault.begin(host, [host], "demo");
    await vault.drop(host);
    expect(Object.keys(api.held.get(keysAt)?.data ?? {}).sort()).toEqual(["tls.crt", "tls.json", "tls.key"]);
  });

  test("says which CA issued, and why it wasn't the first one; an earlier version's certificate says nothing", async () => {
    const started = await vault.begin(host, [host], "demo");
    await vault.save(host, { ...started, ca: "https://b.example/directory", detour: "It was away." });
    await vault.keep(host, await issueChain(await vault.signingRequest(host), "0a"));
    expect((await vault.read(host)).issue).toEqual({
      ca: "https://b.example/directory",
      detour: "It was away.",
    });
    const current = api.held.get(keysAt) as WholeSecret;
    for (const text of [undefined, "{", JSON.stringify({ ca: 7 })]) {
      const { "tls.json": _, ...data } = current.data ?? {};
      api.put({ ...current, data: { ...data, ...(text === undefined ? {} : { "tls.json": btoa(text) }) } });
      expect((await vault.read(host)).issue).toEqual({ ca: null, detour: null });
    }
  });

  test("that somebody filled with nonsense is named, with what to remove", async () => {
    await vault.begin(host, [host], "demo");
    const current = api.held.get(keysAt) as WholeSecret;
    api.put({ ...current, data: { ...current.data, "order.json": btoa("{}") } });
    await expect(vault.read(host)).rejects.toMatchObject({
      kind: "rejected",
      remedy: expect.stringContaining(vaultSecretName(host)),
    });
  });

  test("isn't stored if its key has changed since it was read", async () => {
    await vault.begin(host, [host], "demo");
    const chain = await issueChain(await vault.signingRequest(host), "0a");
    api.meanwhile.push(() => void api.put(api.held.get(keysAt) as WholeSecret));
    await expect(vault.keep(host, chain)).rejects.toMatchObject({ kind: "conflict" });
    expect((await vault.read(host)).certificate).toBeNull();
  });

  test.each([
    ["for another key", "other.example.org", {}],
    ["for other names", host, { names: ["x.example.org"] }],
    ["that has ended", host, { days: -1 }],
    ["that begins next week", host, { fromDays: 7, days: 90 }],
  ])("takes no certificate %s", async (_, of, odd) => {
    for (const each of [host, "other.example.org"]) await vault.begin(each, [each], "demo");
    const chain = await issueChain(await vault.signingRequest(of), "0a", { names: [host], ...odd });
    await expect(vault.keep(host, chain)).rejects.toMatchObject({ kind: "rejected" });
    await expect(vault.keep(host, "no certificate")).rejects.toMatchObject({ kind: "rejected" });
    expect((await vault.read(host)).certificate).toBeNull();
  });

  test("takes no certificate that lacks one of its names, even if it has others", async () => {
    await vault.begin(host, [host, "www.example.org"], "demo");
    const chain = await issueChain(await vault.signingRequest(host), "0a", {
      names: [host, "x.example.org"],
    });
    await expect(vault.keep(host, chain)).rejects.toMatchObject({ kind: "rejected" });
    expect((await vault.read(host)).certificate).toBeNull();
  });

  test("takes a certificate with more names than it has, and stores which those were", async () => {
    await vault.begin(host, [host], "demo");
    const names = [host, "www.example.org"];
    await vault.keep(host, await issueChain(await vault.signingRequest(host), "0a", { names }));
    expect(await vault.read(host)).toMatchObject({ certificate: { names }, issue: { ordered: [host] } });
  });

  test("isn't begun as the first one while another one is pending for the same virtual cluster", async () => {
    const by = "demo/shop:443=shop.example.org";
    const first = await vault.begin(host, [host], "demo", { isFirst: true, by });
    await expect(vault.begin(host, [host], "demo", { isFirst: true })).rejects.toMatchObject({
      kind: "conflict",
    });
    expect((await vault.read(host)).order).toEqual({ ...first, by });
    await vault.save(host, { ...first, url: "https://ca.example/1" });
    expect((await vault.read(host)).order?.by).toBe(by);
    await vault.drop(host);
    await vault.begin(host, [host], "demo", { isFirst: true });
    // Another virtual cluster has its own key.
    await vault.begin(host, [host], "other", { isFirst: true });
  });

  test("for another virtual cluster forgets what was issued for the previous one; for the same one it doesn't", async () => {
    await issued();
    await vault.begin(host, [host], "demo");
    expect((await vault.read(host)).certificate).not.toBeNull();
    await vault.begin(host, [host], "other");
    expect(await vault.read(host)).toMatchObject({ certificate: null, holder: "other" });
    expect(api.held.get(keysAt)?.data?.["tls.key"]).toBeUndefined();
  });
});

test("gets a missing holder, and keeps it", async () => {
  await vault.hold(host, "demo");
  expect(api.writes).toEqual([]);
  await issued();
  const current = api.held.get(keysAt) as WholeSecret;
  api.put({ ...current, metadata: { ...current.metadata, annotations: { "lamia.dev/host": host } } });
  await vault.hold(host, "demo");
  await vault.hold(host, "other");
  expect((await vault.read(host)).holder).toBe("demo");
});

test("publishes no key that doesn't match its certificate, and forgets both", async () => {
  await issued();
  await issued("other.example.org", "0b");
  const other = api.held.get(`lamia-system/${vaultSecretName("other.example.org")}`);
  const current = api.held.get(keysAt) as WholeSecret;
  api.put({ ...current, data: { ...current.data, "tls.key": other?.data?.["tls.key"] ?? "" } });
  const publish = () => vault.publish(host, place.namespace, place.name, null);
  await expect(publish()).rejects.toMatchObject({ kind: "conflict" });
  expect(api.held.has(placeAt)).toBe(false);
  expect((await vault.read(host)).certificate).toBeNull();
  await expect(publish()).rejects.toMatchObject({ kind: "conflict" });
});

test("asks the API server while the cache is disconnected, and keeps nothing of the keys in the cache", async () => {
  await published();
  api.disconnect();
  const kept = await vault.read(host);
  expect(kept.certificate?.serial).toBe("A");
  const key = Buffer.from(api.held.get(keysAt)?.data?.["tls.key"] ?? "", "base64").toString();
  expect(key).toContain("PRIVATE KEY");
  expect(JSON.stringify([kept, await vault.published(host)])).not.toContain("PRIVATE KEY");
  expect(await vault.published(host)).toMatchObject([{ ...place, isRight: true }]);
});

describe("a certificate that a user wants revoked", () => {
  const other = "00";
  async function asked(serial = "A") {
    await issued();
    await vault.request(host, { serial, reason: "keyCompromise", pendingOrder: null });
  }
  const revocation = { serial: "A", reason: "keyCompromise", certificate: expect.stringContaining("BEGIN") };

  test("is kept for that when another one replaces it, with the time at which it expires", async () => {
    await asked();
    const leaf = await vault.leaf(host);
    const notAfter = (await vault.read(host)).certificate?.notAfter;
    await issued(host, "0b");
    expect(await vault.read(host)).toMatchObject({
      request: null,
      revocations: [{ ...revocation, certificate: leaf, notAfter }],
    });
    await vault.revoked(host, "A");
    expect((await vault.read(host)).revocations).toEqual([]);
    expect(Object.keys(api.held.get(keysAt)?.data ?? {})).not.toContain("asked.json");
  });

  test("is kept for that when the host moves to another virtual cluster", async () => {
    await asked();
    await vault.begin(host, [host], "other");
    expect(await vault.read(host)).toMatchObject({
      certificate: null,
      request: null,
      revocations: [revocation],
    });
    await vault.begin(host, [host], "third");
    expect((await vault.read(host)).revocations).toMatchObject([revocation]);
  });

  test("is kept for that when its key turns out to be lost", async () => {
    await asked();
    await issued("other.example.org", "0b");
    const theirs = api.held.get(`lamia-system/${vaultSecretName("other.example.org")}`);
    const current = api.held.get(keysAt) as WholeSecret;
    api.put({ ...current, data: { ...current.data, "tls.key": theirs?.data?.["tls.key"] ?? "" } });
    await expect(vault.publish(host, place.namespace, place.name, null)).rejects.toMatchObject({
      kind: "conflict",
    });
    expect((await vault.read(host)).revocations).toMatchObject([revocation]);
  });

  test("is noted although a walk writes at the same moment, and nothing of what that wrote is lost", async () => {
    const { serial } = await issued();
    api.meanwhile.push(() => {
      const current = api.held.get(keysAt) as WholeSecret;
      api.put({
        ...current,
        metadata: { ...current.metadata, annotations: { ...current.metadata.annotations, theirs: "1" } },
      });
    });
    await vault.request(host, { serial, reason: "keyCompromise", pendingOrder: null });
    expect((await vault.read(host)).request).toMatchObject({ serial });
    expect(api.held.get(keysAt)?.metadata.annotations).toMatchObject({ theirs: "1" });
  });

  test("can't be another one than the host has now", async () => {
    await expect(asked(other)).rejects.toMatchObject({ kind: "conflict" });
    expect((await vault.read(host)).request).toBeNull();
    expect(await vault.leaf("none.example.org")).toBeNull();
  });
});

test("none of the revocations that wait is dropped: the one too many is refused", async () => {
  let { serial } = await issued(host, "0100");
  const ask = () => vault.request(host, { serial, reason: "keyCompromise", pendingOrder: null });
  for (let count = 1; count <= mostRevocations; count++) {
    await ask();
    ({ serial } = await issued(host, (0x100 + count).toString(16).padStart(4, "0")));
  }
  const { revocations } = await vault.read(host);
  expect(revocations.map((each) => each.serial)).toContain("100");
  expect(revocations).toHaveLength(mostRevocations);
  await expect(ask()).rejects.toMatchObject({ kind: "rejected", remedy: expect.stringContaining("Serving") });
  await vault.request(host, { serial, reason: null, pendingOrder: null });
  await vault.revoked(host, "100");
  await ask();
  expect((await vault.read(host)).revocations).toHaveLength(mostRevocations - 1);
});
