import { createHash, createHmac, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { inspect } from "node:util";
import { calculateJwkThumbprint, flattenedVerify, type JWK } from "jose";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Failure } from "@/lib/gateway/failure";
import { SecretText } from "@/lib/model/secret-text";
import type { AcmeOptions } from "./account";
import { createCertificateAuthority } from "./authority";
import { memoryAccounts } from "./testing/test-authority";

/** What the client sends, recorded by a CA that accepts everything. */
const ca = "https://ca.example";
let sent: { url: string; body: { protected: string; payload: string; signature: string } }[];
let nonces: number;

const order = {
  status: "pending",
  authorizations: [`${ca}/authorization`],
  finalize: `${ca}/finalize`,
};
const authorization = {
  identifier: { type: "dns", value: "a.example.org" },
  status: "pending",
  challenges: [
    { type: "http-01", url: `${ca}/http`, status: "pending", token: "other" },
    { type: "dns-01", url: `${ca}/dns`, status: "pending", token: "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ" },
  ],
};
const answers: Record<string, () => Response> = {
  "/directory": () =>
    Response.json({ newNonce: `${ca}/nonce`, newAccount: `${ca}/account`, newOrder: `${ca}/order` }),
  "/nonce": () => new Response(),
  "/account": () => Response.json({}, { status: 201, headers: { location: `${ca}/account/1` } }),
  "/order": () => Response.json(order, { status: 201, headers: { location: `${ca}/order/1` } }),
  "/authorization": () => Response.json(authorization),
  "/dns": () => Response.json({}),
  "/finalize": () => Response.json({ ...order, status: "processing" }),
};

/** A test's answer to one path, instead of the usual one. */
let unusual: Record<string, () => Response>;

beforeEach(() => {
  sent = [];
  unusual = {};
  nonces = 0;
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    if (init.method === "POST") sent.push({ url, body: JSON.parse(String(init.body)) });
    const { pathname } = new URL(url);
    const response = (unusual[pathname] ?? answers[pathname])?.() ?? Response.json({}, { status: 404 });
    response.headers.set("replay-nonce", `nonce-${++nonces}`);
    return response;
  });
});
afterEach(() => void vi.unstubAllGlobals());

const text = (part: string | undefined) => Buffer.from(part ?? "", "base64url").toString();
const headerOf = (url: string) => JSON.parse(text(sentTo(url).protected));
const sentTo = (url: string) => {
  const found = sent.find((each) => each.url === url);
  if (!found) throw new Error(`Nothing was sent to ${url}.`);
  return found.body;
};

function authority(options: Partial<AcmeOptions> = {}) {
  const accounts = memoryAccounts();
  const made = createCertificateAuthority({
    directory: `${ca}/directory`,
    accounts,
    termsAgreed: true,
    ...options,
  });
  return { accounts, ca: made };
}

test("a request is signed with ES256 over its URL and nonce, with the account's URL or the key itself", async () => {
  const { accounts, ca: made } = authority();
  const url = await made.order(["a.example.org"], null);
  await made.state(url);
  const publicKey = createPublicKey(accounts.saved[0]?.keyPem ?? "");
  expect(headerOf(`${ca}/order`)).toEqual({
    alg: "ES256",
    url: `${ca}/order`,
    nonce: expect.stringMatching(/^nonce-/),
    kid: `${ca}/account/1`,
  });
  const { jwk, ...rest } = headerOf(`${ca}/account`);
  expect(rest).toEqual({ alg: "ES256", url: `${ca}/account`, nonce: expect.stringMatching(/^nonce-/) });
  expect(jwk).toEqual(publicKey.export({ format: "jwk" }));
  expect(jwk).not.toHaveProperty("d");
  expect(sentTo(`${ca}/authorization`).payload).toBe("");
  for (const { body } of sent) {
    await flattenedVerify(body, publicKey);
    const signed = Buffer.from(`${body.protected}.${body.payload}`);
    const signature = Buffer.from(body.signature, "base64url");
    expect(verify("sha256", signed, { key: publicKey, dsaEncoding: "ieee-p1363" }, signature)).toBe(true);
  }
  const used = sent.map(({ body }) => JSON.parse(text(body.protected)).nonce);
  expect(new Set(used).size).toBe(sent.length);
});

test("the TXT value is the digest of token and thumbprint, and the signing request is sent as DER", async () => {
  const { ca: made } = authority();
  const url = await made.order(["a.example.org"], null);
  const state = await made.state(url);
  const { jwk } = headerOf(`${ca}/account`) as { jwk: JWK };
  const keyAuthorization = `evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ.${await calculateJwkThumbprint(jwk)}`;
  const value = createHash("sha256").update(keyAuthorization).digest("base64url");
  expect(state).toMatchObject({ challenges: [{ name: "_acme-challenge.a.example.org", value }] });
  await made.accept(url);
  expect(text(sentTo(`${ca}/dns`).payload)).toBe("{}");
  const csr = Uint8Array.from({ length: 200 }, (_, index) => index);
  await made.finalize(url, csr);
  expect(JSON.parse(text(sentTo(`${ca}/finalize`).payload))).toEqual({
    csr: Buffer.from(csr).toString("base64url"),
  });
});

test("an external account is bound to the key with its HMAC", async () => {
  const hmacKey = Buffer.from("secret of the CA ÿ?>");
  const externalAccount = { kid: "kid-1", hmacKey: new SecretText(hmacKey.toString("base64url")) };
  await authority({ externalAccount }).ca.order(["a.example.org"], null);
  const binding = JSON.parse(text(sentTo(`${ca}/account`).payload)).externalAccountBinding;
  expect(JSON.parse(text(binding.protected))).toEqual({ alg: "HS256", kid: "kid-1", url: `${ca}/account` });
  expect(JSON.parse(text(binding.payload))).toEqual(headerOf(`${ca}/account`).jwk);
  const expected = createHmac("sha256", hmacKey)
    .update(`${binding.protected}.${binding.payload}`)
    .digest("base64url");
  expect(binding.signature).toBe(expected);
});

test.each(["-----BEGIN PRIVATE KEY-----\nsecret\n", "secret"])(
  "a key that cannot be read is refused without quoting it",
  async (keyPem) => {
    const accounts = memoryAccounts({ keyPem, url: `${ca}/account/1` });
    const failed = authority({ accounts }).ca.order(["a.example.org"], null);
    const failure: unknown = await failed.catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ kind: "unconfigured" });
    expect(inspect(failure, { depth: null })).not.toContain("secret");
    expect(sent).toEqual([]);
  },
);

test.each(["ed25519", "secp256k1"] as const)(
  "a key by %s, which ACME cannot use, is refused",
  async (kind) => {
    const { privateKey } =
      kind === "ed25519" ? generateKeyPairSync(kind) : generateKeyPairSync("ec", { namedCurve: kind });
    const keyPem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const accounts = memoryAccounts({ keyPem, url: `${ca}/account/1` });
    await expect(authority({ accounts }).ca.order(["a.example.org"], null)).rejects.toMatchObject({
      kind: "unconfigured",
    });
  },
);

test("no refusal contains the key of the account or the external account", async () => {
  const hmacKey = Buffer.from("a secret of the CA").toString("base64url");
  const accounts = memoryAccounts();
  const { ca: made } = authority({
    accounts,
    externalAccount: { kid: "kid-1", hmacKey: new SecretText(hmacKey) },
  });
  for (const answer of [
    () => Response.json({ detail: "no" }, { status: 403 }),
    () => new Response("<html>"),
    () => Response.json({}, { status: 201 }),
  ]) {
    const genuine = answers["/account"];
    answers["/account"] = answer;
    const failure: unknown = await made.order(["a.example.org"], null).catch((thrown: unknown) => thrown);
    if (genuine) answers["/account"] = genuine;
    expect(failure).toMatchObject({ name: "Failure" });
    const shown = inspect(failure, { depth: null, showHidden: true });
    expect(shown).not.toContain(hmacKey);
    expect(shown).not.toContain("PRIVATE KEY");
  }
});

const refusal = (type: string, status = 400) =>
  Response.json({ type: `urn:ietf:params:acme:error:${type}`, detail: "No." }, { status });
const timesSent = (url: string) => sent.filter((each) => each.url === url).length;

test("a signed request goes only to the CA", async () => {
  unusual["/order/1"] = () =>
    Response.json({ ...order, status: "ready", finalize: "https://elsewhere.example/finalize" });
  const { ca: made } = authority();
  await expect(made.finalize(`${ca}/order/1`, new Uint8Array([1]))).rejects.toMatchObject({
    kind: "rejected",
  });
  expect(sent.filter(({ url }) => !url.startsWith(`${ca}/`))).toEqual([]);
});

test("a refused nonce is replaced by the one that came with the refusal; other refusals are final", async () => {
  unusual["/order"] = () => {
    delete unusual["/order"];
    return refusal("badNonce");
  };
  const { ca: made } = authority();
  expect(await made.order(["a.example.org"], null)).toBe(`${ca}/order/1`);
  const [first, second] = sent
    .filter(({ url }) => url === `${ca}/order`)
    .map(({ body }) => JSON.parse(text(body.protected)).nonce);
  expect(second).not.toBe(first);
  expect(timesSent(`${ca}/order`)).toBe(2);

  unusual["/order"] = () => refusal("malformed");
  await expect(made.order(["b.example.org"], null)).rejects.toMatchObject({ kind: "rejected" });
  expect(timesSent(`${ca}/order`)).toBe(3);
});

test.each([429, 500, 503])(
  "a CA that answers %i for its directory is away, not misconfigured",
  async (status) => {
    unusual["/directory"] = () => refusal("serverInternal", status);
    const { ca: made } = authority();
    await expect(made.order(["a.example.org"], null)).rejects.toMatchObject({
      kind: expect.stringMatching(/unreachable|rate-limited/),
    });
    unusual["/directory"] = () => Response.json({ newNonce: `${ca}/nonce` });
    await expect(made.order(["a.example.org"], null)).rejects.toMatchObject({ kind: "unconfigured" });
  },
);

const directory = {
  newNonce: `${ca}/nonce`,
  newAccount: `${ca}/account`,
  newOrder: `${ca}/order`,
};
const keyOf = (index: number) =>
  JSON.parse(text(sent.filter(({ url }) => url === `${ca}/account`)[index]?.body.protected)).jwk;

test("the key is stored before the CA gets it, and everybody who starts at once shares one account", async () => {
  const { accounts, ca: made } = authority({ email: "ops@example.org" });
  let savedBefore = 0;
  unusual["/account"] = () => {
    savedBefore = accounts.saved.length;
    return (answers["/account"] as () => Response)();
  };
  await Promise.all(["a", "b", "c"].map((name) => made.order([`${name}.example.org`], null)));
  expect(savedBefore).toBe(1);
  expect(timesSent(`${ca}/account`)).toBe(1);
  expect(accounts.saved.map(({ url }) => url)).toEqual([null, `${ca}/account/1`]);
  expect(new Set(accounts.saved.map(({ keyPem }) => keyPem)).size).toBe(1);
  expect(JSON.parse(text(sentTo(`${ca}/account`).payload))).toEqual({
    termsOfServiceAgreed: true,
    contact: ["mailto:ops@example.org"],
  });
});

test("an account that the CA has lost is registered again, once, with the same key, for everybody who asks", async () => {
  const { ca: made } = authority();
  await made.order(["a.example.org"], null);
  let refusals = 2;
  unusual["/order"] = () =>
    refusals-- > 0 ? refusal("accountDoesNotExist") : (answers["/order"] as () => Response)();
  await Promise.all([made.order(["b.example.org"], null), made.order(["c.example.org"], null)]);
  expect(timesSent(`${ca}/account`)).toBe(2);
  expect(keyOf(1)).toEqual(keyOf(0));
  unusual["/order"] = () => refusal("accountDoesNotExist");
  await expect(made.order(["d.example.org"], null)).rejects.toMatchObject({ kind: "refused" });
});

test("an account whose key somebody removed isn't replaced by another one", async () => {
  const { accounts, ca: made } = authority();
  await made.order(["a.example.org"], null);
  accounts.read = async () => null;
  unusual["/order"] = () => refusal("accountDoesNotExist");
  await expect(made.order(["b.example.org"], null)).rejects.toMatchObject({ kind: "conflict" });
  expect(timesSent(`${ca}/account`)).toBe(1);
});

test("a key that another process stored in the meantime is used; any other failure to store one is final", async () => {
  const { accounts, ca: made } = authority();
  const keyPem = generateKeyPairSync("ec", { namedCurve: "P-384" })
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();
  const { read, save } = accounts;
  let looks = 0;
  accounts.read = async (id) => (++looks === 1 ? null : read(id));
  accounts.save = async (id, account) => {
    accounts.save = save;
    accounts.saved.push({ keyPem, url: `${ca}/account/9` });
    throw new Failure("conflict", `${id} ${account.url}`);
  };
  await made.order(["a.example.org"], null);
  expect(timesSent(`${ca}/account`)).toBe(0);
  expect(headerOf(`${ca}/order`).kid).toBe(`${ca}/account/9`);

  const other = authority();
  other.accounts.read = async () =>
    other.accounts.saved.length > 0 ? { keyPem, url: `${ca}/account/9` } : null;
  other.accounts.save = async (_, account) => {
    other.accounts.saved.push(account);
    throw new Failure("unreachable", "The cluster is away.");
  };
  const before = sent.length;
  await expect(other.ca.order(["a.example.org"], null)).rejects.toMatchObject({ kind: "unreachable" });
  expect(sent.length).toBe(before);
});

test.each([
  ["its terms", { meta: { termsOfService: `${ca}/terms` } }, { termsAgreed: false }, `${ca}/terms`],
  ["an external account", { meta: { externalAccountRequired: true } }, {}, "acme_eab"],
])(
  "a CA that wants %s hears of no account without, and the remedy names it",
  async (_, more, options, remedy) => {
    unusual["/directory"] = () => Response.json({ ...directory, ...more });
    const { accounts, ca: made } = authority(options);
    await expect(made.order(["a.example.org"], null)).rejects.toMatchObject({
      kind: "unconfigured",
      remedy: expect.stringContaining(remedy),
    });
    expect(sent).toEqual([]);
    expect(accounts.saved).toEqual([]);
  },
);

test("a failed registration is retried by the next call, and a refused external account is named", async () => {
  unusual["/account"] = () => refusal("serverInternal", 503);
  const externalAccount = { kid: "kid-1", hmacKey: new SecretText("c2VjcmV0LXNlY3JldA") };
  const { accounts, ca: made } = authority({ externalAccount });
  await expect(made.order(["a.example.org"], null)).rejects.toMatchObject({ kind: "unreachable" });
  unusual["/account"] = () => refusal("unauthorized", 403);
  await expect(made.order(["a.example.org"], null)).rejects.toMatchObject({ kind: "unconfigured" });
  delete unusual["/account"];
  expect(await made.order(["a.example.org"], null)).toBe(`${ca}/order/1`);
  expect(new Set(accounts.saved.map(({ keyPem }) => keyPem)).size).toBe(1);
  expect(keyOf(2)).toEqual(keyOf(0));
});

test("there are never more requests at a time than the CA allows", async () => {
  let [running, most] = [0, 0];
  const answer = globalThis.fetch;
  vi.stubGlobal("fetch", async (...words: Parameters<typeof fetch>) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return answer(...words);
  });
  const { ca: made } = authority({ maxConcurrentRequests: 2 });
  await made.order(["first.example.org"], null);
  await Promise.all(Array.from({ length: 8 }, (_, index) => made.order([`n${index}.example.org`], null)));
  expect(most).toBe(2);
});

test("terms are checked before a key from an earlier process is registered, and only if the CA has any", async () => {
  const made = authority();
  await made.ca.order(["a.example.org"], null);
  const [stored] = made.accounts.saved;
  unusual["/directory"] = () => Response.json({ ...directory, meta: { termsOfService: `${ca}/terms` } });
  const before = sent.length;
  const accounts = memoryAccounts({ keyPem: stored?.keyPem ?? "", url: null });
  const refused = authority({ accounts, termsAgreed: false }).ca.order(["a.example.org"], null);
  await expect(refused).rejects.toMatchObject({ kind: "unconfigured" });
  expect(sent.length).toBe(before);
  delete unusual["/directory"];
  expect(await authority({ termsAgreed: false }).ca.order(["a.example.org"], null)).toBe(`${ca}/order/1`);
});

test("a refused account isn't blamed on an external one if there is none, or if the CA gives another reason", async () => {
  unusual["/account"] = () => refusal("unauthorized", 403);
  await expect(authority().ca.order(["a.example.org"], null)).rejects.toMatchObject({ kind: "refused" });
  unusual["/account"] = () => refusal("rateLimited", 429);
  const externalAccount = { kid: "kid-1", hmacKey: new SecretText("c2VjcmV0LXNlY3JldA") };
  await expect(authority({ externalAccount }).ca.order(["a.example.org"], null)).rejects.toMatchObject({
    kind: "rate-limited",
  });
});
