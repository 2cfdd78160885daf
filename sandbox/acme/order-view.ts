import type { Authority } from "./authority";
import { expire, retryAfter } from "./authorizations";
import { AcmeProblem } from "./problem";
import type { OrderRecord } from "./records";
import type { AcmeResponse, SignedRequest } from "./request";
import { paths } from "./urls";

/** Brings a pending or ready order in line with its authorizations and the time (RFC 8555 §7.1.6). */
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

/** @throws malformed (404) when there is none at the address, unauthorized when it is another account's. */
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
