import { createPrivateKey, type X509Certificate } from "node:crypto";
import { exportJWK, FlattenedSign, type JWK } from "jose";

/**
 * Revokes a certificate as whoever has its key may (RFC 8555, section 7.6): signed by that key, with no account.
 * Throws when the CA does not take it.
 */
export async function revoke(
  directoryUrl: string,
  certificate: X509Certificate,
  keyPem: string,
): Promise<void> {
  const directory = (await (await fetch(directoryUrl)).json()) as Record<string, string>;
  const { newNonce = "", revokeCert = "" } = directory;
  const nonce = (await fetch(newNonce, { method: "HEAD" })).headers.get("replay-nonce") ?? "";
  const { kty, crv, x, y } = await exportJWK(createPrivateKey(keyPem));
  const payload = JSON.stringify({ certificate: certificate.raw.toString("base64url"), reason: 1 });
  const body = await new FlattenedSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: "ES256", nonce, url: revokeCert, jwk: { kty, crv, x, y } as JWK })
    .sign(createPrivateKey(keyPem));
  const answer = await fetch(revokeCert, {
    method: "POST",
    headers: { "content-type": "application/jose+json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The CA did not revoke: ${answer.status} ${await answer.text()}`);
}
