import { createHash, X509Certificate } from "node:crypto";
import { exportJWK, importJWK } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { renewalId } from "./store";
import { startTestCa, type TestCa } from "./testing/test-ca";
import { authorize, ecKey, issueOnce, newCsr, newTestClient, type TestClient } from "./testing/test-client";

const error = (name: string) => `urn:ietf:params:acme:error:${name}`;
let ca: TestCa;
let client: TestClient;

beforeAll(async () => {
  ca = await startTestCa();
});
afterAll(() => ca.close());
beforeEach(async () => {
  client = await newTestClient(ca.acme.directoryUrl, ca.root.certificatePem);
  await client.register();
});

const url = (name: string) => client.urls[name] ?? "";
const order = (names: string[], fields: object = {}) =>
  client.post(url("newOrder"), { identifiers: names.map((value) => ({ type: "dns", value })), ...fields });
const firstProblem = (authorization: Record<string, unknown> | undefined) =>
  (authorization?.challenges as { error: { type: string; detail: string } }[] | undefined)?.[0]?.error;
const leafOf = (chain: string) => new X509Certificate(chain);

test("names that nobody can own, and unsupported fields, are rejected with a reason", async () => {
  const many = await order(["ok.example.test", "a_b.example.test", "*.*.example.test"]);
  expect(many.json.type).toBe(error("rejectedIdentifier"));
  expect(many.json.subproblems).toHaveLength(2);
  expect((await order(["192.0.2.1"])).json.type).toBe(error("rejectedIdentifier"));
  expect((await order([])).json.type).toBe(error("malformed"));
  expect((await order(["a.example.test"], { notAfter: "2030-01-01T00:00:00Z" })).json.detail).toContain(
    "notAfter",
  );
  expect((await order(["a.example.test"], { profile: "none" })).json.type).toBe(error("invalidProfile"));
  const ordered = (type: string, value: string) =>
    client.post(url("newOrder"), { identifiers: [{ type, value }] });
  expect((await ordered("email", "a@example.test")).json.type).toBe(error("unsupportedIdentifier"));
  expect((await ordered("ip", "2001:DB8::0:1")).json.type).toBe(error("rejectedIdentifier"));
  const { json } = await ordered("ip", "192.0.2.1");
  const [authorization = ""] = json.authorizations as string[];
  const { challenges } = (await client.post(authorization, "")).json;
  expect((challenges as { type: string }[]).map(({ type }) => type)).toEqual(["http-01"]);
});

test("while the lever is set, newOrder answers 429 with Retry-After and creates no order", async () => {
  const before = ca.counts.ordersCreated;
  ca.levers.caRetryAfterSeconds = 7;
  const limited = await order(["a.example.test"]);
  ca.levers.caRetryAfterSeconds = null;
  expect(limited.status).toBe(429);
  expect(limited.json.type).toBe(error("rateLimited"));
  expect(limited.headers["retry-after"]).toBe("7");
  expect(ca.counts.ordersCreated).toBe(before);
  expect((await order(["a.example.test"])).status).toBe(201);
});

test("a TXT record missing from one authoritative server fails the challenge, and the error names the server", async () => {
  const created = await order(["lag.example.test"]);
  ca.set("_acme-challenge.lag.example.test.", "TXT", ['"something"']);
  const settle = ca.set;
  ca.set = (name, type, rrdatas) => settle(name, type, rrdatas, [0, 1, 3]);
  const [authorization] = await authorize(ca, client, created.json);
  ca.set = settle;
  expect(authorization?.status).toBe("invalid");
  expect(firstProblem(authorization)?.detail).toMatch(/During secondary validation: .*ns-cloud-b3/);
  const failed = await client.post(String(created.headers.location), "");
  expect(failed.json).toMatchObject({ status: "invalid", error: { type: error("unauthorized") } });
});

test("a server that refuses queries and a name without a delegation are DNS problems", async () => {
  const refused = await order(["refused.example.test"]);
  ca.refuse(2, true);
  const [first] = await authorize(ca, client, refused.json);
  ca.refuse(2, false);
  expect(firstProblem(first)).toMatchObject({
    type: error("dns"),
    detail: expect.stringContaining("ns-cloud-b3"),
  });
  const nowhere = await order(["shop.elsewhere.test"]);
  const [second] = await authorize(ca, client, nowhere.json);
  expect(firstProblem(second)?.type).toBe(error("dns"));
});

test("a CNAME at the challenge's name is followed", async () => {
  const created = await order(["aliased.example.test"]);
  const set = ca.set;
  set("_acme-challenge.aliased.example.test.", "CNAME", ["proof.example.test."]);
  ca.set = (_name, type, rrdatas) => set("proof.example.test.", type, rrdatas);
  const [authorization] = await authorize(ca, client, created.json);
  ca.set = set;
  expect(authorization?.status).toBe("valid");
});

test("a UDP answer that is too long is fetched over TCP", async () => {
  const created = await order(["long.example.test"]);
  const set = ca.set;
  const leftovers = Array.from({ length: 30 }, (_, index) => `"${String(index).padStart(100, "x")}"`);
  ca.set = (name, type, rrdatas) => set(name, type, [...leftovers, ...rrdatas]);
  const [authorization] = await authorize(ca, client, created.json);
  ca.set = set;
  expect(authorization?.status).toBe("valid");
});

test("CAA that names another issuer forbids issuance; CAA that names this CA permits it", async () => {
  ca.set("caa.example.test.", "CAA", ['0 issue "letsencrypt.org"']);
  const refused = await issueOnce(ca, client, ["www.caa.example.test"]);
  expect(refused.order).toMatchObject({ status: "invalid", error: { type: error("caa"), status: 403 } });
  ca.set("caa.example.test.", "CAA", ['0 issue "letsencrypt.org"', '0 issue "sandbox.lamia.test"']);
  expect((await issueOnce(ca, client, ["www.caa.example.test"])).order.status).toBe("valid");
});

test("finalize requires a ready order, and a request with a good key that names exactly the order's names", async () => {
  const created = await order(["csr.example.test"]);
  const finalize = async (csr: string) => client.post(String(created.json.finalize), { csr });
  expect((await finalize(await newCsr(["csr.example.test"]))).json.type).toBe(error("orderNotReady"));
  await authorize(ca, client, created.json);
  expect((await finalize(await newCsr(["other.example.test"]))).json.type).toBe(error("badCSR"));
  expect((await finalize(await newCsr(["csr.example.test", "b.example.test"]))).json.type).toBe(
    error("badCSR"),
  );
  const small = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256",
  };
  expect((await finalize(await newCsr(["csr.example.test"], small))).json.detail).toContain("1024");
  const own = {
    privateKey: client.key as CryptoKey,
    publicKey: (await importJWK(client.jwk, "ES256")) as CryptoKey,
  };
  expect((await finalize(await newCsr(["csr.example.test"], ecKey, own))).json.detail).toContain("account");
  const good = await newCsr(["csr.example.test"]);
  const forged = `${good.slice(0, -6)}${good.endsWith("AAAAAA") ? "BBBBBB" : "AAAAAA"}`;
  expect((await finalize(forged)).json.type).toBe(error("badCSR"));
  const accepted = await finalize(good);
  expect(accepted.json.status).toBe("processing");
  expect(accepted.headers["retry-after"]).toBe("1");
  expect((await finalize(good)).json.type).toBe(error("orderNotReady"));
});

test("another account can read neither the order nor its certificate", async () => {
  const { orderUrl, order: done } = await issueOnce(ca, client, ["mine.example.test"]);
  const other = await newTestClient(ca.acme.directoryUrl, ca.root.certificatePem);
  await other.register();
  for (const address of [orderUrl, String(done.certificate), ...(done.authorizations as string[])]) {
    expect((await other.post(address, "")).json.type).toBe(error("unauthorized"));
  }
  expect((await client.post(`${client.kid}/orders`, "")).json.orders).toEqual([orderUrl]);
});

test("an invalid order is no longer in the account's list", async () => {
  const { json } = await order(["given-up.example.test"]);
  expect((await client.post(`${client.kid}/orders`, "")).json.orders).toHaveLength(1);
  await client.post(String((json.authorizations as string[])[0]), { status: "deactivated" });
  expect((await client.post(`${client.kid}/orders`, "")).json.orders).toEqual([]);
});

test("a certificate's own key can revoke it, once; a stranger can't", async () => {
  const keys = (await crypto.subtle.generateKey(ecKey, true, ["sign", "verify"])) as CryptoKeyPair;
  const created = await order(["revoke.example.test"]);
  await authorize(ca, client, created.json);
  await client.post(String(created.json.finalize), {
    csr: await newCsr(["revoke.example.test"], ecKey, keys),
  });
  const done = await client.until(String(created.headers.location), "processing");
  const { text } = await client.post(String(done.certificate), "");
  const certificate = leafOf(text).raw.toString("base64url");

  const stranger = await newTestClient(ca.acme.directoryUrl, ca.root.certificatePem);
  expect((await stranger.post(url("revokeCert"), { certificate })).json.type).toBe(error("unauthorized"));
  expect((await client.post(url("revokeCert"), { certificate, reason: 6 })).json.type).toBe(
    error("badRevocationReason"),
  );
  Object.assign(stranger, { key: keys.privateKey, jwk: await exportJWK(keys.publicKey) });
  expect((await stranger.post(url("revokeCert"), { certificate, reason: 1 })).status).toBe(200);
  expect((await client.post(url("revokeCert"), { certificate })).json.type).toBe(error("alreadyRevoked"));
});

test("renewal information suggests a window two thirds in, and accepts one replacing order", async () => {
  const { chain } = await issueOnce(ca, client, ["renew.example.test"]);
  const leaf = leafOf(chain);
  const spki = new X509Certificate(ca.root.intermediate.certificatePem);
  const bits = spki.publicKey.export({ type: "spki", format: "der" }).subarray(-65);
  const id = renewalId(createHash("sha1").update(bits).digest("hex"), leaf.serialNumber.toLowerCase());
  const window = async () => (await client.get(`${url("renewalInfo")}/${id}`)).json.suggestedWindow;
  const { start, end } = (await window()) as { start: string; end: string };
  const life = leaf.validToDate.getTime() - leaf.validFromDate.getTime();
  const share = (time: string) => (Date.parse(time) - leaf.validFromDate.getTime()) / life;
  expect(share(start)).toBeGreaterThan(0.6);
  expect(share(end)).toBeLessThan(0.7);

  ca.acme.suggestRenewal(leaf.serialNumber);
  expect(Date.parse(((await window()) as { end: string }).end)).toBeLessThan(Date.now());

  expect((await order(["unrelated.example.test"], { replaces: id })).json.type).toBe(error("malformed"));
  const replacing = await order(["renew.example.test"], { replaces: id });
  expect(replacing.json.replaces).toBe(id);
  const second = await order(["renew.example.test"], { replaces: id });
  expect(second.status).toBe(409);
  expect(second.json.type).toBe(error("alreadyReplaced"));
  expect((await client.get(`${url("renewalInfo")}/nonsense`)).status).toBe(400);
  expect((await client.get(`${url("renewalInfo")}/AA.AA`)).status).toBe(404);
});

test("the alternate chain ends with the root", async () => {
  const { order: done } = await issueOnce(ca, client, ["chain.example.test"]);
  const { headers } = await client.post(String(done.certificate), "");
  const alternate = /<([^>]+)>;rel="alternate"/.exec(String(headers.link))?.[1] ?? "";
  const { text } = await client.post(alternate, "");
  expect(text.trim().endsWith(ca.root.certificatePem.trim())).toBe(true);
});

test("accounts, orders and certificates survive a restart", async () => {
  const { orderUrl, chain } = await issueOnce(ca, client, ["kept.example.test"]);
  const open = await order(["open.example.test"]);
  await ca.restart();
  client.disconnect();
  const kept = await client.post(orderUrl, "");
  expect(kept.json.status).toBe("valid");
  expect((await client.post(String(kept.json.certificate), "")).text).toBe(chain);
  const [authorization] = await authorize(ca, client, open.json);
  expect(authorization?.status).toBe("valid");
});

test("an order that was processing when the CA stopped is issued after the CA starts again", async () => {
  const created = await order(["resumed.example.test"]);
  await authorize(ca, client, created.json);
  await client.post(String(created.json.finalize), { csr: await newCsr(["resumed.example.test"]) });
  await ca.restart();
  client.disconnect();
  const done = await client.until(String(created.headers.location), "processing");
  expect(done.status).toBe("valid");
});
