import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import { calculateJwkThumbprint, type FlattenedJWS, FlattenedSign, type JWK } from "jose";
import { Failure } from "@/lib/gateway/failure";
import type { ExternalAccount } from "./options";

export interface AccountKey {
  jwk: JWK;
  /** RFC 7638, SHA-256, base64url. */
  thumbprint: string;
  /** A JWS as RFC 8555, section 6.2, wants it. A payload of null is POST-as-GET. */
  sign(header: { url: string; nonce: string; kid?: string }, payload: object | null): Promise<FlattenedJWS>;
}

const algorithms: Record<string, string> = { "P-256": "ES256", "P-384": "ES384", "P-521": "ES512" };

/** A new EC P-256 key: PKCS #8, PEM. */
export async function newAccountKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** Throws `unconfigured` when the text is not a key that ACME can use. */
export async function readAccountKey(keyPem: string): Promise<AccountKey> {
  const key = privateKeyOf(keyPem);
  const jwk: JWK = createPublicKey(key).export({ format: "jwk" });
  const alg = jwk.kty === "RSA" ? "RS256" : algorithms[jwk.crv ?? ""];
  if (!alg) throw unusable();
  return {
    jwk,
    thumbprint: await calculateJwkThumbprint(jwk),
    sign({ url, nonce, kid }, payload) {
      const bytes = new TextEncoder().encode(payload === null ? "" : JSON.stringify(payload));
      const signer = kid === undefined ? { jwk } : { kid };
      return new FlattenedSign(bytes).setProtectedHeader({ alg, url, nonce, ...signer }).sign(key);
    },
  };
}

/** RFC 8555, section 7.3.4. */
export function externalAccountBinding(
  account: ExternalAccount,
  jwk: JWK,
  url: string,
): Promise<FlattenedJWS> {
  const hmacKey = Buffer.from(account.hmacKey, "base64url");
  return new FlattenedSign(new TextEncoder().encode(JSON.stringify(jwk)))
    .setProtectedHeader({ alg: "HS256", kid: account.kid, url })
    .sign(hmacKey);
}

function privateKeyOf(keyPem: string): KeyObject {
  try {
    return createPrivateKey(keyPem);
  } catch {
    throw unusable();
  }
}

/** Without a cause: an error about a key may quote it. */
function unusable(): Failure {
  return new Failure("unconfigured", "The key of the ACME account is not readable.", {
    remedy: "Delete the Secret of the ACME account; a new account is registered then.",
  });
}
