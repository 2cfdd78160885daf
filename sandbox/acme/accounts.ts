import { readContacts } from "./account-contact";
import type { Authority } from "./authority";
import { checkExternalAccount } from "./external-account";
import { isObject } from "./jws";
import { AcmeProblem } from "./problem";
import { randomId } from "./random-id";
import type { AccountRecord } from "./records";
import type { AcmeResponse, SignedRequest } from "./request";
import { addAccount } from "./store";
import { paths } from "./urls";

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
  // Another request with the same key may have come in meanwhile; there is one account a key.
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

/** The request's account. @throws unauthorized when the address is another account's. */
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
