import type { Authority } from "./authority";
import { accountOfKid, payloadOf, readJws, verifyJws } from "./jws";
import { AcmeProblem } from "./problem";
import type { SignedRequest } from "./request";

/** Which kind of key may sign: an account by `kid`, a bare `jwk`, or either (revocation, RFC 8555 §7.6). */
export type Signer = "account" | "key" | "either";

/**
 * Verifies a request body for the resource at `path`: nonce spent once, `url` equal to the address that was
 * asked (RFC 8555 §6.4, §6.5), signature by the right kind of key.
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
