import { type CryptoKey, calculateJwkThumbprint, flattenedVerify, importJWK, type JWK } from "jose";
import { type Authority, paths, type SignedRequest } from "./authority";
import { AcmeProblem } from "./problem";
import type { AccountRecord } from "./store";

/** Signature algorithms of account keys. Every client knows RS256 and ES256. */
const accountAlgorithms = ["ES256", "ES384", "RS256", "EdDSA"] as const;

/** @throws badSignatureAlgorithm with the list of accepted algorithms (RFC 8555 §6.2). */
export function requireAlgorithm(algorithm: unknown): string {
  const found = accountAlgorithms.find((accepted) => accepted === algorithm);
  if (found) return found;
  throw new AcmeProblem(
    "badSignatureAlgorithm",
    `The JWS algorithm ${JSON.stringify(algorithm)} is not accepted; use one of ${accountAlgorithms.join(", ")}.`,
    { algorithms: [...accountAlgorithms] },
  );
}

/** The RFC 7638 thumbprint of the public key. @throws malformed when it is not a public JWK. */
export async function thumbprintOf(jwk: JWK): Promise<string> {
  if (jwk.d !== undefined || jwk.kty === "oct") {
    throw new AcmeProblem("malformed", "The jwk must be a public key.");
  }
  try {
    return await calculateJwkThumbprint(jwk);
  } catch {
    throw new AcmeProblem("badPublicKey", "The jwk is not a key that can be read.");
  }
}

/** @throws badPublicKey when the key is unreadable, too small, or the wrong kind for `algorithm`. */
export async function importAccountKey(jwk: JWK, algorithm: string): Promise<CryptoKey | Uint8Array> {
  if (jwk.kty === "RSA") {
    const bits = Buffer.from(jwk.n ?? "", "base64url").length * 8;
    if (bits < 2048 || bits > 4096) {
      throw new AcmeProblem("badPublicKey", `An RSA key of ${bits} bits is not accepted; use 2048 to 4096.`);
    }
  }
  try {
    return await importJWK(jwk, algorithm);
  } catch {
    throw new AcmeProblem("badPublicKey", `The jwk is not a key for ${algorithm}.`);
  }
}

/** A flattened JWS whose header has been read but whose signature has not been checked. */
interface UnverifiedJws {
  protected: string;
  payload: string;
  signature: string;
  header: { alg: string; url: unknown; nonce: unknown; jwk?: JWK; kid?: string };
}

/**
 * Reads a flattened JWS as RFC 8555 §6.2 requires: everything in the protected header, an accepted algorithm, and
 * either `jwk` or `kid`.
 */
export function readJws(value: unknown): UnverifiedJws {
  if (!isObject(value))
    throw new AcmeProblem("malformed", "The request body is not a JWS in flattened JSON.");
  const { protected: encoded, payload, signature } = value;
  if (typeof encoded !== "string" || typeof payload !== "string" || typeof signature !== "string") {
    throw new AcmeProblem("malformed", "The JWS needs protected, payload and signature as strings.");
  }
  if ("header" in value || "signatures" in value) {
    throw new AcmeProblem(
      "malformed",
      "The JWS may hold neither unprotected headers nor several signatures.",
    );
  }
  const header = parseJson(Buffer.from(encoded, "base64url").toString("utf8"), "protected header");
  if (!isObject(header)) throw new AcmeProblem("malformed", "The JWS protected header is not an object.");
  const { jwk, kid, url, nonce } = header;
  const alg = requireAlgorithm(header.alg);
  if ((jwk === undefined) === (kid === undefined)) {
    throw new AcmeProblem("malformed", "The JWS header needs exactly one of jwk and kid.");
  }
  if (jwk !== undefined) {
    if (!isObject(jwk)) throw new AcmeProblem("malformed", "The jwk is not an object.");
    return { protected: encoded, payload, signature, header: { alg, url, nonce, jwk: jwk as JWK } };
  }
  if (typeof kid !== "string") throw new AcmeProblem("malformed", "The kid is not a string.");
  return { protected: encoded, payload, signature, header: { alg, url, nonce, kid } };
}

/** Finds the account that `kid` names. @throws accountDoesNotExist, or unauthorized when it is not valid. */
export function accountOfKid(authority: Authority, kid: string): AccountRecord {
  const prefix = authority.origin + paths.account("");
  const account = kid.startsWith(prefix) ? authority.store.accounts.get(kid.slice(prefix.length)) : undefined;
  if (!account) throw new AcmeProblem("accountDoesNotExist", `No account has the address ${kid}.`);
  if (account.status !== "valid") {
    // RFC 8555 §7.3.6 requires this status.
    throw new AcmeProblem("unauthorized", `The account is ${account.status}.`, { status: 401 });
  }
  return account;
}

/** Checks the signature and returns the key's thumbprint. @throws malformed when it does not verify. */
export async function verifyJws(
  authority: Authority,
  jws: UnverifiedJws,
  jwk: JWK,
  known?: string,
): Promise<string> {
  const thumbprint = known ?? (await thumbprintOf(jwk));
  const cacheKey = `${thumbprint} ${jws.header.alg}`;
  const key = authority.importedKeys.get(cacheKey) ?? (await importAccountKey(jwk, jws.header.alg));
  try {
    await flattenedVerify({ protected: jws.protected, payload: jws.payload, signature: jws.signature }, key, {
      algorithms: [jws.header.alg],
    });
  } catch {
    throw new AcmeProblem("malformed", "The JWS signature does not verify with the key of the request.");
  }
  if (known !== undefined) authority.importedKeys.set(cacheKey, key);
  return thumbprint;
}

/** The decoded payload: "" when empty (POST-as-GET), else its JSON. */
export function payloadOf(jws: UnverifiedJws): unknown {
  if (jws.payload === "") return "";
  return parseJson(Buffer.from(jws.payload, "base64url").toString("utf8"), "payload");
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AcmeProblem("malformed", `The JWS ${what} is not JSON.`);
  }
}

/** Which kind of key may sign: an account by `kid`, a bare `jwk`, or either (revocation, RFC 8555 §7.6). */
export type Signer = "account" | "key" | "either";

/**
 * Verifies the body of a request for the resource at `path`: the nonce is unused, `url` equals the request's
 * address (RFC 8555 §6.4, §6.5), and the right kind of key signed it.
 */
export async function authenticate(
  authority: Authority,
  body: unknown,
  target: string,
  signer: Signer,
): Promise<Omit<SignedRequest, "parts" | "query">> {
  const jws = readJws(body);
  const { nonce, url, jwk, kid } = jws.header;
  if (typeof nonce !== "string" || !authority.nonces.spend(nonce)) {
    throw new AcmeProblem("badNonce", "The nonce was not issued here, or was used before.");
  }
  if (url !== authority.origin + target) {
    throw new AcmeProblem("unauthorized", "The JWS header's url is not the address of the request.");
  }
  if (kid !== undefined) {
    if (signer === "key")
      throw new AcmeProblem("malformed", "This resource wants the key itself (jwk), not kid.");
    const account = accountOfKid(authority, kid);
    await verifyJws(authority, jws, account.jwk, account.thumbprint);
    return { authority, payload: payloadOf(jws), jwk: account.jwk, thumbprint: account.thumbprint, account };
  }
  if (signer === "account" || jwk === undefined) {
    throw new AcmeProblem("malformed", "This resource wants the account's address (kid), not jwk.");
  }
  const thumbprint = await verifyJws(authority, jws, jwk);
  return { authority, payload: payloadOf(jws), jwk, thumbprint };
}
