import { type FlattenedJWSInput, flattenedVerify } from "jose";
import { paths, type SignedRequest } from "./authority";
import { isObject, thumbprintOf } from "./jws";
import { AcmeProblem } from "./problem";

/**
 * Checks an External Account Binding (RFC 8555 §7.3.4): a JWS over the account's key, MACed with the key that
 * the CA gave out with `kid`.
 */
export async function checkExternalAccount(request: SignedRequest, binding: unknown): Promise<void> {
  const { authority } = request;
  if (binding === undefined) {
    if (!authority.externalAccountRequired) return;
    throw new AcmeProblem("externalAccountRequired", "A new account needs an externalAccountBinding.");
  }
  if (!isObject(binding) || typeof binding.protected !== "string") {
    throw new AcmeProblem("malformed", "externalAccountBinding is not a JWS.");
  }
  const header = readHeader(binding.protected);
  if (header.alg !== "HS256") throw new AcmeProblem("malformed", "externalAccountBinding must use HS256.");
  if (header.nonce !== undefined) throw new AcmeProblem("malformed", "externalAccountBinding has no nonce.");
  if (header.url !== authority.origin + paths.newAccount) {
    throw new AcmeProblem("malformed", "externalAccountBinding's url is not that of newAccount.");
  }
  const secret = typeof header.kid === "string" ? authority.externalAccountKeys[header.kid] : undefined;
  if (secret === undefined)
    throw new AcmeProblem("unauthorized", "externalAccountBinding's kid is not known.");
  if ((await boundThumbprint(binding, secret)) !== request.thumbprint) {
    throw new AcmeProblem("unauthorized", "externalAccountBinding binds another key than the account's.");
  }
}

async function boundThumbprint(binding: Record<string, unknown>, secret: string): Promise<string> {
  let payload: Uint8Array;
  try {
    const key = Buffer.from(secret, "base64url");
    ({ payload } = await flattenedVerify(binding as unknown as FlattenedJWSInput, key, {
      algorithms: ["HS256"],
    }));
  } catch {
    throw new AcmeProblem("unauthorized", "externalAccountBinding's signature does not verify.");
  }
  const jwk = parse(Buffer.from(payload).toString("utf8"));
  return thumbprintOf(jwk);
}

function readHeader(encoded: string): Record<string, unknown> {
  return parse(Buffer.from(encoded, "base64url").toString("utf8"));
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // answered below, like JSON of another kind
  }
  throw new AcmeProblem("malformed", "externalAccountBinding does not hold JSON objects.");
}
