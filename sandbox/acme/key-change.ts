import { thumbprintOf } from "./account-key";
import { accountResponse } from "./accounts";
import { isObject, payloadOf, readJws, verifyJws } from "./jws";
import { AcmeProblem } from "./problem";
import type { AcmeResponse, SignedRequest } from "./request";
import { paths } from "./urls";

/**
 * keyChange (RFC 8555 §7.3.5): the outer JWS is signed by the old key, the inner by the new one over the
 * account's address and the old key.
 */
export async function changeKey({ authority, account, payload }: SignedRequest): Promise<AcmeResponse> {
  if (!account) throw new AcmeProblem("malformed", "keyChange is signed by the account.");
  const inner = readJws(payload);
  const { jwk, url, nonce } = inner.header;
  if (jwk === undefined)
    throw new AcmeProblem("malformed", "The inner JWS of keyChange needs the new key as jwk.");
  if (nonce !== undefined) throw new AcmeProblem("malformed", "The inner JWS of keyChange has no nonce.");
  if (url !== authority.origin + paths.keyChange) {
    throw new AcmeProblem("malformed", "The inner JWS's url is not that of keyChange.");
  }
  const thumbprint = await verifyJws(authority, inner, jwk);
  const change = payloadOf(inner);
  if (!isObject(change) || !isObject(change.oldKey)) {
    throw new AcmeProblem("malformed", "The inner JWS of keyChange needs account and oldKey.");
  }
  if (change.account !== authority.origin + paths.account(account.id)) {
    throw new AcmeProblem("malformed", "The inner JWS of keyChange names another account.");
  }
  if ((await thumbprintOf(change.oldKey)) !== account.thumbprint) {
    throw new AcmeProblem("malformed", "The inner JWS's oldKey is not the account's key.");
  }
  const taken = authority.store.accountIdByThumbprint.get(thumbprint);
  if (taken !== undefined) {
    throw new AcmeProblem("conflict", "The new key belongs to an account already.", {
      headers: { location: authority.origin + paths.account(taken) },
    });
  }
  authority.store.accountIdByThumbprint.delete(account.thumbprint);
  authority.store.accountIdByThumbprint.set(thumbprint, account.id);
  account.jwk = jwk;
  account.thumbprint = thumbprint;
  authority.changed();
  return accountResponse(authority, account, 200);
}
