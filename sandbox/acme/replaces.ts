import type { Authority } from "./authority";
import type { Identifier } from "./identifier";
import { settleOrder } from "./order-view";
import { AcmeProblem } from "./problem";

/**
 * Checks the `replaces` of a new order (RFC 9773 §5): a certificate of the same account that shares a name and
 * that no other living order replaces.
 * @throws malformed, unauthorized or alreadyReplaced
 */
export function checkReplaces(
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
