import { createHmac, createPublicKey, verify } from "node:crypto";
import { inspect } from "node:util";
import { flattenedVerify } from "jose";
import { expect, test } from "vitest";
import { externalAccountBinding, newAccountKey, readAccountKey } from "./account-key";

const text = (part: string | undefined) => Buffer.from(part ?? "", "base64url").toString();

test("a request is signed by ES256 over its URL and nonce, with the account's URL or the key itself", async () => {
  const pem = await newAccountKey();
  const key = await readAccountKey(pem);
  const byUrl = await key.sign(
    { url: "https://ca/order", nonce: "n", kid: "https://ca/account/1" },
    { a: 1 },
  );
  expect(JSON.parse(text(byUrl.protected))).toEqual({
    alg: "ES256",
    url: "https://ca/order",
    nonce: "n",
    kid: "https://ca/account/1",
  });
  await flattenedVerify(byUrl, createPublicKey(pem));
  const byKey = await key.sign({ url: "https://ca/new", nonce: "n" }, null);
  expect(JSON.parse(text(byKey.protected)).jwk).toEqual(key.jwk);
  expect(byKey.payload).toBe("");
  expect(key.jwk).not.toHaveProperty("d");
  const signed = Buffer.from(`${byKey.protected}.${byKey.payload}`);
  const signature = Buffer.from(byKey.signature, "base64url");
  expect(verify("sha256", signed, { key: createPublicKey(pem), dsaEncoding: "ieee-p1363" }, signature)).toBe(
    true,
  );
});

test("an external account is bound to the key by its HMAC", async () => {
  const { jwk } = await readAccountKey(await newAccountKey());
  const hmacKey = Buffer.from("secret of the CA");
  const binding = await externalAccountBinding(
    { kid: "kid-1", hmacKey: hmacKey.toString("base64url") },
    jwk,
    "https://ca/new",
  );
  expect(JSON.parse(text(binding.protected))).toEqual({ alg: "HS256", kid: "kid-1", url: "https://ca/new" });
  expect(JSON.parse(text(binding.payload))).toEqual(jwk);
  const expected = createHmac("sha256", hmacKey)
    .update(`${binding.protected}.${binding.payload}`)
    .digest("base64url");
  expect(binding.signature).toBe(expected);
});

test("a key that is not readable is told without quoting it", async () => {
  const failed = readAccountKey("-----BEGIN PRIVATE KEY-----\nsecret\n");
  const failure: unknown = await failed.catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ kind: "unconfigured" });
  expect(inspect(failure, { depth: null })).not.toContain("secret");
});
