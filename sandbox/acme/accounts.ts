import { type FlattenedJWSInput, flattenedVerify } from "jose";
import { type AcmeResponse, type Authority, paths, type SignedRequest } from "./authority";
import { isObject, payloadOf, readJws, thumbprintOf, verifyJws } from "./jws";
import { AcmeProblem } from "./problem";
import { type AccountRecord, addAccount, randomId } from "./store";

/** `mailto:` with one plain address; RFC 8555 §7.3 forbids header fields and several addresses. */
const mailto = /^mailto:[^\s@,?]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** The contacts of an account. @throws unsupportedContact, invalidContact or malformed. */
export function readContacts(value: unknown): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new AcmeProblem("malformed", "contact is not an array.");
  return value.map((contact: unknown) => {
    if (typeof contact !== "string") throw new AcmeProblem("invalidContact", "A contact is not a string.");
    if (!/^mailto:/i.test(contact)) {
      throw new AcmeProblem("unsupportedContact", `The contact ${contact} is not a mailto: address.`);
    }
    if (!mailto.test(contact)) {
      throw new AcmeProblem("invalidContact", `The contact ${contact} is not one e-mail address.`);
    }
    return contact;
  });
}

/** newAccount (RFC 8555 §7.3): finds the account of the key, or creates it. */
export async function newAccount(request: SignedRequest): Promise<AcmeResponse> {
  const { authority, payload, thumbprint } = request;
  if (!isObject(payload)) throw new AcmeProblem("malformed", "newAccount needs an object.");
  const existing = accountOfKey(authority, thumbprint);
  if (existing) return accountResponse(authority, existing, 200);
  if (payload.onlyReturnExisting === true) {
    throw new AcmeProblem("accountDoesNotExist", "No account has this key.");
  }
  if (payload.termsOfServiceAgreed !== true) {
    throw new AcmeProblem("userActionRequired", "The terms of service have not been agreed to.", {
      headers: { link: `<${authority.origin}${paths.terms}>;rel="terms-of-service"` },
    });
  }
  const contact = readContacts(payload.contact);
  await checkExternalAccount(request, payload.externalAccountBinding);
  // Another request with the same key may have finished meanwhile; a key has one account.
  const raced = accountOfKey(authority, thumbprint);
  if (raced) return accountResponse(authority, raced, 200);
  const account: AccountRecord = {
    id: randomId(),
    jwk: request.jwk,
    thumbprint,
    status: "valid",
    contact,
    termsOfServiceAgreed: true,
    createdAt: Date.now(),
  };
  if (payload.externalAccountBinding !== undefined) {
    account.externalAccountBinding = payload.externalAccountBinding;
  }
  addAccount(authority.store, account);
  authority.changed();
  return accountResponse(authority, account, 201);
}

/** The account resource: reading, new contacts, deactivation (RFC 8555 §7.3.2, §7.3.6). */
export function updateAccount(request: SignedRequest): AcmeResponse {
  const { authority, payload } = request;
  const account = ownAccount(request);
  if (payload !== "") {
    if (!isObject(payload)) throw new AcmeProblem("malformed", "An account update is an object.");
    if (
      payload.status !== undefined &&
      payload.status !== "deactivated" &&
      payload.status !== account.status
    ) {
      throw new AcmeProblem("malformed", `An account cannot be set to ${JSON.stringify(payload.status)}.`);
    }
    if (payload.contact !== undefined) account.contact = readContacts(payload.contact);
    if (payload.status === "deactivated") account.status = "deactivated";
    authority.changed();
  }
  return accountResponse(authority, account, 200);
}

/** The account of the request. @throws unauthorized when the address belongs to another account. */
export function ownAccount({ account, parts }: SignedRequest): AccountRecord {
  if (!account || account.id !== parts[0]) {
    throw new AcmeProblem("unauthorized", "The request is signed by another account.");
  }
  return account;
}

function accountOfKey(authority: Authority, thumbprint: string): AccountRecord | undefined {
  const account = authority.store.accounts.get(authority.store.accountIdByThumbprint.get(thumbprint) ?? "");
  if (account && account.status !== "valid") {
    throw new AcmeProblem("unauthorized", `The account of this key is ${account.status}.`, { status: 401 });
  }
  return account;
}

export function accountResponse(authority: Authority, account: AccountRecord, status: number): AcmeResponse {
  return {
    status,
    headers: { location: authority.origin + paths.account(account.id) },
    body: {
      status: account.status,
      contact: account.contact,
      termsOfServiceAgreed: account.termsOfServiceAgreed,
      orders: authority.origin + paths.accountOrders(account.id),
      ...(account.externalAccountBinding === undefined
        ? {}
        : { externalAccountBinding: account.externalAccountBinding }),
    },
  };
}

/**
 * keyChange (RFC 8555 §7.3.5): the old key signs the outer JWS. The new key signs the inner one, which covers the
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

/**
 * Checks an External Account Binding (RFC 8555 §7.3.4): a JWS over the account's key, with a MAC by the key that
 * the CA issued with `kid`.
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
    // The check below rejects it, like JSON of another kind.
  }
  throw new AcmeProblem("malformed", "externalAccountBinding does not hold JSON objects.");
}
