import { exportJWK, FlattenedSign, generateKeyPair } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestCa, type TestCa } from "./testing/test-ca";
import { newTestClient, type TestClient } from "./testing/test-client";

const hmac = Buffer.from("a secret of thirty-two bytes, more").toString("base64url");
const error = (name: string) => `urn:ietf:params:acme:error:${name}`;
let ca: TestCa;
let client: TestClient;

beforeAll(async () => {
  ca = await startTestCa({ externalAccountKeys: { partner: hmac } });
});
afterAll(() => ca.close());
beforeEach(async () => {
  client = await newTestClient(ca.acme.directoryUrl, ca.root.certificatePem);
});

const url = (name: string) => client.urls[name] ?? "";

test("the directory names every resource, the terms and the CAA identity", async () => {
  const { json } = await client.get(ca.acme.directoryUrl);
  expect(Object.keys(json)).toEqual(
    expect.arrayContaining(["newNonce", "newAccount", "newOrder", "keyChange", "revokeCert", "renewalInfo"]),
  );
  expect(json.meta).toMatchObject({ externalAccountRequired: false, caaIdentities: ["sandbox.lamia.test"] });
  expect((await client.get((json.meta as { termsOfService: string }).termsOfService)).status).toBe(200);
});

test.each(["ES256", "ES384", "RS256", "EdDSA"])(
  "an account can be made with a key of %s",
  async (algorithm) => {
    client = await newTestClient(ca.acme.directoryUrl, ca.root.certificatePem, algorithm);
    const created = await client.register({ contact: ["mailto:a@example.test"] });
    expect(created.status).toBe(201);
    expect(created.headers.link).toContain(`<${ca.acme.directoryUrl}>;rel="index"`);
    expect(created.headers["replay-nonce"]).toBeTruthy();
    const read = await client.post(client.kid ?? "", "");
    expect(read.json).toMatchObject({ status: "valid", contact: ["mailto:a@example.test"] });
  },
);

test("a nonce works once, and the rejection brings a new one", async () => {
  const nonce = await client.nonce();
  expect((await client.register()).status).toBe(201);
  expect((await client.post(client.kid ?? "", "", { nonce })).status).toBe(200);
  const replayed = await client.post(client.kid ?? "", "", { nonce });
  expect(replayed.status).toBe(400);
  expect(replayed.json.type).toBe(error("badNonce"));
  const fresh = replayed.headers["replay-nonce"];
  expect((await client.post(client.kid ?? "", "", { nonce: fresh })).status).toBe(200);
});

test("a request is rejected when another key signed it, when it is for another address, or when it has jwk instead of kid", async () => {
  await client.register();
  const other = await newTestClient(ca.acme.directoryUrl, ca.root.certificatePem);
  const { kid = "" } = client;
  other.kid = kid;
  expect((await other.post(kid, "")).json.type).toBe(error("malformed"));
  expect((await client.post(kid, "", { url: `${kid}x` })).json.type).toBe(error("unauthorized"));
  expect((await client.post(url("newOrder"), {}, { kid: undefined, jwk: client.jwk })).json.type).toBe(
    error("malformed"),
  );
  expect((await client.post(kid, "", { kid: `${kid}x` })).json.type).toBe(error("accountDoesNotExist"));
  expect((await client.post(kid, "", { jwk: client.jwk })).json.type).toBe(error("malformed"));
});

test("other signature algorithms are rejected with the list of accepted ones", async () => {
  const { privateKey, publicKey } = await generateKeyPair("PS256", { extractable: true });
  Object.assign(client, { key: privateKey, jwk: await exportJWK(publicKey), algorithm: "PS256" });
  const { json } = await client.register();
  expect(json.type).toBe(error("badSignatureAlgorithm"));
  expect(json.algorithms).toContain("ES256");
});

test("an account needs agreement to the terms and contacts that are e-mail addresses", async () => {
  const refused = async (fields: object) => (await client.register(fields)).json.type;
  expect(await refused({ termsOfServiceAgreed: false })).toBe(error("userActionRequired"));
  expect(await refused({ contact: ["tel:+123"] })).toBe(error("unsupportedContact"));
  expect(await refused({ contact: ["mailto:a@b.test,c@d.test"] })).toBe(error("invalidContact"));
  expect(await refused({ contact: ["mailto:a@b.test?subject=x"] })).toBe(error("invalidContact"));
});

test("newAccount finds the existing account of a key, and onlyReturnExisting creates none", async () => {
  expect((await client.post(url("newAccount"), { onlyReturnExisting: true })).json.type).toBe(
    error("accountDoesNotExist"),
  );
  const { headers } = await client.register();
  delete client.kid;
  const found = await client.post(url("newAccount"), { onlyReturnExisting: true });
  expect(found.status).toBe(200);
  expect(found.headers.location).toBe(headers.location);
});

test("newNonce answers HEAD with 200 and GET with 204, without a body", async () => {
  const { status, headers, text } = await client.get(url("newNonce"));
  expect([status, text]).toEqual([204, ""]);
  expect(headers["replay-nonce"]).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(headers["content-length"]).toBeUndefined();
});

test("a deactivated account can do nothing", async () => {
  await client.register();
  const { kid = "" } = client;
  expect((await client.post(kid, { status: "deactivated" })).json.status).toBe("deactivated");
  const refused = await client.post(kid, "");
  expect([refused.status, refused.json.type]).toEqual([401, error("unauthorized")]);
  delete client.kid;
  expect((await client.register()).json.type).toBe(error("unauthorized"));
});

test("external account binding accepts only the key that the CA issued", async () => {
  const bind = async (kid: string, secret: string, target = url("newAccount")) =>
    new FlattenedSign(Buffer.from(JSON.stringify(client.jwk)))
      .setProtectedHeader({ alg: "HS256", kid, url: target })
      .sign(Buffer.from(secret, "base64url"));
  const wrong = Buffer.from("another secret of thirty-two bytes").toString("base64url");
  expect((await client.register({ externalAccountBinding: await bind("nobody", hmac) })).status).toBe(403);
  expect((await client.register({ externalAccountBinding: await bind("partner", wrong) })).status).toBe(403);
  expect((await client.register({ externalAccountBinding: await bind("partner", hmac, "x") })).status).toBe(
    400,
  );
  const bound = await client.register({ externalAccountBinding: await bind("partner", hmac) });
  expect(bound.status).toBe(201);
  expect(bound.json.externalAccountBinding).toBeDefined();
});

test("keyChange moves the account to the new key", async () => {
  await client.register();
  const { kid = "", jwk, key } = client;
  const next = await newTestClient(ca.acme.directoryUrl, ca.root.certificatePem);
  const inner = await next.sign({ url: url("keyChange"), jwk: next.jwk }, { account: kid, oldKey: jwk });
  expect((await client.post(url("keyChange"), inner)).status).toBe(200);
  expect((await client.post(kid, "")).json.type).toBe(error("malformed"));
  Object.assign(client, { key: next.key, jwk: next.jwk });
  expect((await client.post(kid, "")).status).toBe(200);
  const again = await next.sign({ url: url("keyChange"), jwk: next.jwk }, { account: kid, oldKey: next.jwk });
  const conflict = await client.post(url("keyChange"), again);
  expect(conflict.status).toBe(409);
  expect(conflict.headers.location).toBe(kid);
  expect(key).not.toBe(client.key);
});

test("resources are readable by POST-as-GET only, and unknown ones answer 404", async () => {
  await client.register();
  expect((await client.get(client.kid ?? "")).status).toBe(405);
  expect((await client.post(`${client.kid}/orders`, {})).status).toBe(400);
  expect((await client.post(new URL("/acme/order/none", ca.acme.directoryUrl).href, "")).status).toBe(404);
  expect((await client.post(new URL("/elsewhere", ca.acme.directoryUrl).href, "")).status).toBe(404);
});

test("while the lever is set, every request gets 503 with Retry-After", async () => {
  ca.levers.caUnavailable = true;
  const { status, headers } = await client.get(ca.acme.directoryUrl);
  ca.levers.caUnavailable = false;
  expect(status).toBe(503);
  expect(Number(headers["retry-after"])).toBeGreaterThan(0);
  expect((await client.get(ca.acme.directoryUrl)).status).toBe(200);
});
