import { ownAccount } from "./accounts";
import { type AcmeResponse, type Authority, paths, type SignedRequest } from "./authority";
import { authorizationFor, expire, pendingLifetime, retryAfter } from "./authorizations";
import { checkCsr, issueLater } from "./issue";
import { isObject } from "./jws";
import { readIdentifiers, readProfile } from "./order-request";
import { AcmeProblem, type Identifier } from "./problem";
import { addOrder, type OrderRecord, randomId } from "./store";

/** Updates a pending or ready order from its authorizations and the time (RFC 8555 §7.1.6). */
export function settleOrder(authority: Authority, order: OrderRecord): void {
  if (order.status !== "pending" && order.status !== "ready") return;
  const authorizations = order.authorizationIds.flatMap((id) => authority.store.authorizations.get(id) ?? []);
  for (const authorization of authorizations) expire(authorization);
  const failed = authorizations.find(({ status }) => status !== "pending" && status !== "valid");
  const before = order.status;
  if (failed) {
    order.status = "invalid";
    order.error =
      failed.challenges.find(({ error }) => error)?.error ??
      new AcmeProblem("unauthorized", `The authorization for ${failed.identifier.value} is ${failed.status}.`)
        .document;
  } else if (order.expiresAt <= Date.now()) {
    order.status = "invalid";
    order.error = new AcmeProblem("malformed", "The order expired.").document;
  } else if (authorizations.every(({ status }) => status === "valid")) {
    order.status = "ready";
  } else {
    order.status = "pending";
  }
  if (order.status !== before) authority.changed();
}

/** The order resource as an answer (RFC 8555 §7.1.3), with Retry-After while it is processing (§7.4). */
export function orderResponse(authority: Authority, order: OrderRecord, status: number): AcmeResponse {
  const { origin } = authority;
  const waiting = order.status === "processing";
  return {
    status,
    headers: {
      location: origin + paths.order(order.id),
      ...(waiting ? { "retry-after": retryAfter(authority.issuanceSeconds) } : {}),
    },
    body: {
      status: order.status,
      expires: new Date(order.expiresAt).toISOString(),
      identifiers: order.identifiers,
      profile: order.profile,
      authorizations: order.authorizationIds.map((id) => origin + paths.authorization(id)),
      finalize: origin + paths.finalize(order.id),
      ...(order.replaces === undefined ? {} : { replaces: order.replaces }),
      ...(order.error === undefined ? {} : { error: order.error }),
      ...(order.certificateId === undefined
        ? {}
        : { certificate: origin + paths.certificate(order.certificateId) }),
    },
  };
}

/** @throws malformed (404) when there is no order at the address, unauthorized when another account owns it. */
export function ownOrder({ authority, account, parts }: SignedRequest): OrderRecord {
  const order = authority.store.orders.get(parts[0] ?? "");
  if (!order) throw new AcmeProblem("malformed", "There is no such order.", { status: 404 });
  if (order.accountId !== account?.id)
    throw new AcmeProblem("unauthorized", "The order is another account's.");
  settleOrder(authority, order);
  return order;
}

/** The order resource, read by POST-as-GET. */
export function showOrder(request: SignedRequest): AcmeResponse {
  return orderResponse(request.authority, ownOrder(request), 200);
}

/** newOrder (RFC 8555 §7.4, `replaces` of RFC 9773 §5). */
export function newOrder({ authority, account, payload }: SignedRequest): AcmeResponse {
  if (!account) throw new AcmeProblem("malformed", "newOrder is signed by an account.");
  const limited = authority.levers.caRetryAfterSeconds;
  if (limited !== null) {
    authority.counts.ordersDeferred += 1;
    throw new AcmeProblem("rateLimited", `Too many new orders: try again in ${limited} seconds.`, {
      headers: { "retry-after": String(Math.ceil(limited)) },
    });
  }
  if (!isObject(payload)) throw new AcmeProblem("malformed", "newOrder needs an object.");
  if (payload.notBefore !== undefined || payload.notAfter !== undefined) {
    throw new AcmeProblem("malformed", "notBefore and notAfter are not supported; leave them out.");
  }
  const identifiers = readIdentifiers(payload.identifiers);
  const profile = readProfile(payload.profile);
  const replaces = checkReplaces(authority, account.id, identifiers, payload.replaces);
  const order: OrderRecord = {
    id: randomId(),
    accountId: account.id,
    status: "pending",
    identifiers,
    authorizationIds: identifiers.map((name) => authorizationFor(authority, account.id, name).id),
    createdAt: Date.now(),
    expiresAt: Date.now() + pendingLifetime,
    profile,
    ...(replaces === undefined ? {} : { replaces }),
  };
  addOrder(authority.store, order);
  authority.counts.ordersCreated += 1;
  settleOrder(authority, order);
  authority.changed();
  return orderResponse(authority, order, 201);
}

const pageSize = 100;

/** The account's orders except invalid ones, newest first, in pages linked by rel="next" (RFC 8555 §7.1.2.1). */
export function listOrders(request: SignedRequest): AcmeResponse {
  const { authority, query } = request;
  const account = ownAccount(request);
  const ids = (authority.store.orderIdsByAccount.get(account.id) ?? [])
    .filter((id) => {
      const order = authority.store.orders.get(id);
      if (order) settleOrder(authority, order);
      return order !== undefined && order.status !== "invalid";
    })
    .toReversed();
  const cursor = Number(query.get("cursor") ?? 0);
  if (!Number.isInteger(cursor) || cursor < 0)
    throw new AcmeProblem("malformed", "The cursor is not a number.");
  const next = cursor + pageSize;
  const here = authority.origin + paths.accountOrders(account.id);
  return {
    status: 200,
    ...(next < ids.length ? { headers: { link: [`<${here}?cursor=${next}>;rel="next"`] } } : {}),
    body: { orders: ids.slice(cursor, next).map((id) => authority.origin + paths.order(id)) },
  };
}

/** finalize (RFC 8555 §7.4): checks the request and sets the order to processing. */
export async function finalizeOrder(request: SignedRequest): Promise<AcmeResponse> {
  const { authority, account, payload } = request;
  const order = ownOrder(request);
  requireReady(order.status);
  if (!isObject(payload)) throw new AcmeProblem("malformed", "finalize needs an object with csr.");
  const names = order.identifiers.map(({ value }) => value);
  const publicKey = await checkCsr(payload.csr, names, account?.thumbprint ?? "");
  // A second finalize may have arrived while this request was checked; an order yields one certificate.
  requireReady(order.status);
  order.status = "processing";
  order.csr = String(payload.csr);
  authority.changed();
  issueLater(authority, order, publicKey);
  return orderResponse(authority, order, 200);
}

function requireReady(status: string): void {
  if (status !== "ready") throw new AcmeProblem("orderNotReady", `The order is ${status}, not ready.`);
}

/**
 * Checks `replaces` of a new order (RFC 9773 §5): it must name a certificate of the same account that shares a name
 * with the order and that no other active order replaces.
 * @throws malformed, unauthorized or alreadyReplaced
 */
function checkReplaces(
  authority: Authority,
  accountId: string,
  identifiers: Identifier[],
  value: unknown,
): string | undefined {
  if (value === undefined) return undefined;
  const { store } = authority;
  const id = typeof value === "string" ? store.certificateIdByRenewalId.get(value) : undefined;
  const certificate = store.certificates.get(id ?? "");
  if (!certificate) throw new AcmeProblem("malformed", "replaces names no certificate of this CA.");
  if (certificate.accountId !== accountId) {
    throw new AcmeProblem("unauthorized", "replaces names another account's certificate.");
  }
  if (!identifiers.some((identifier) => certificate.names.includes(identifier.value))) {
    throw new AcmeProblem("malformed", "replaces names a certificate that shares no name with the order.");
  }
  for (const orderId of store.orderIdsByAccount.get(accountId) ?? []) {
    const order = store.orders.get(orderId);
    if (order?.replaces !== certificate.renewalId) continue;
    settleOrder(authority, order);
    if (order.status !== "invalid") {
      throw new AcmeProblem("alreadyReplaced", "Another order already replaces that certificate.");
    }
  }
  return certificate.renewalId;
}
