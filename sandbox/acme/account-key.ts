import { type CryptoKey, calculateJwkThumbprint, importJWK, type JWK } from "jose";
import { AcmeProblem } from "./problem";

/** Signature algorithms of account keys; RS256 and ES256 are those every client knows. */
const accountAlgorithms = ["ES256", "ES384", "RS256", "EdDSA"] as const;

/** @throws badSignatureAlgorithm with the accepted ones listed (RFC 8555 §6.2). */
export function requireAlgorithm(algorithm: unknown): string {
  const found = accountAlgorithms.find((accepted) => accepted === algorithm);
  if (found) return found;
  throw new AcmeProblem(
    "badSignatureAlgorithm",
    `The JWS algorithm ${JSON.stringify(algorithm)} is not accepted; use one of ${accountAlgorithms.join(", ")}.`,
    { algorithms: [...accountAlgorithms] },
  );
}

/** The public key's RFC 7638 thumbprint. @throws malformed when it is no public JWK. */
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

/** @throws badPublicKey for a key that is unreadable, too small, or of another kind than `algorithm` needs. */
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
