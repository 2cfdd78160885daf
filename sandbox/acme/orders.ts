import { ownAccount } from "./accounts";
import { authorizationFor, pendingLifetime } from "./authorizations";
import { readIdentifiers } from "./identifiers";
import { isObject } from "./jws";
import { orderResponse, settleOrder } from "./order-view";
import { AcmeProblem } from "./problem";
import { readProfile } from "./profiles";
import { randomId } from "./random-id";
import type { OrderRecord } from "./records";
import { checkReplaces } from "./replaces";
import type { AcmeResponse, SignedRequest } from "./request";
import { addOrder } from "./store";
import { paths } from "./urls";

/** newOrder (RFC 8555 §7.4, `replaces` of RFC 9773 §5). */
export function newOrder({ authority, account, payload }: SignedRequest): AcmeResponse {
  if (!account) throw new AcmeProblem("malformed", "newOrder is signed by an account.");
  const limited = authority.levers.caRetryAfterSeconds;
  if (limited !== null) {
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

/** The account's orders but the invalid ones, newest first, in pages linked by rel="next" (RFC 8555 §7.1.2.1). */
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
