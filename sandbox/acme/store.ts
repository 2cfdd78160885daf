import type { AccountRecord, AuthorizationRecord, CertificateRecord, OrderRecord } from "./records";

/** Everything the CA remembers, by id. */
export interface Store {
  accounts: Map<string, AccountRecord>;
  orders: Map<string, OrderRecord>;
  authorizations: Map<string, AuthorizationRecord>;
  certificates: Map<string, CertificateRecord>;
  /** Indexes, rebuilt on load. */
  accountIdByThumbprint: Map<string, string>;
  orderIdsByAccount: Map<string, string[]>;
  certificateIdByRenewalId: Map<string, string>;
}

/** The plain JSON of a store. */
export interface StoreSnapshot {
  accounts: AccountRecord[];
  orders: OrderRecord[];
  authorizations: AuthorizationRecord[];
  certificates: CertificateRecord[];
}

/** A store that holds what the snapshot held, or nothing. */
export function newStore(snapshot?: StoreSnapshot): Store {
  const store: Store = {
    accounts: new Map(),
    orders: new Map(),
    authorizations: new Map(),
    certificates: new Map(),
    accountIdByThumbprint: new Map(),
    orderIdsByAccount: new Map(),
    certificateIdByRenewalId: new Map(),
  };
  for (const account of snapshot?.accounts ?? []) addAccount(store, account);
  for (const order of snapshot?.orders ?? []) addOrder(store, order);
  for (const authorization of snapshot?.authorizations ?? []) {
    store.authorizations.set(authorization.id, authorization);
  }
  for (const certificate of snapshot?.certificates ?? []) addCertificate(store, certificate);
  return store;
}

export function addAccount(store: Store, account: AccountRecord): void {
  store.accounts.set(account.id, account);
  store.accountIdByThumbprint.set(account.thumbprint, account.id);
}

export function addOrder(store: Store, order: OrderRecord): void {
  store.orders.set(order.id, order);
  const ids = store.orderIdsByAccount.get(order.accountId);
  if (ids) ids.push(order.id);
  else store.orderIdsByAccount.set(order.accountId, [order.id]);
}

export function addCertificate(store: Store, certificate: CertificateRecord): void {
  store.certificates.set(certificate.id, certificate);
  store.certificateIdByRenewalId.set(certificate.renewalId, certificate.id);
}

export function snapshotOf(store: Store): StoreSnapshot {
  return {
    accounts: [...store.accounts.values()],
    orders: [...store.orders.values()],
    authorizations: [...store.authorizations.values()],
    certificates: [...store.certificates.values()],
  };
}
