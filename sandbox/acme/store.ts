import { randomBytes } from "node:crypto";
import type { JWK } from "jose";
import type { Identifier, ProblemDocument } from "./problem";

/** An unguessable identifier for the address of a resource. */
export function randomId(): string {
  return randomBytes(12).toString("base64url");
}

/** RFC 9773 §4.1: base64url(AKI key identifier) "." base64url(serial number). Both parameters are hex. */
export function renewalId(authorityKeyId: string, serial: string): string {
  const encode = (hex: string) => Buffer.from(hex, "hex").toString("base64url");
  return `${encode(authorityKeyId)}.${encode(serial)}`;
}

/** What the CA remembers. Times are milliseconds since the epoch, so that a record is plain JSON. */
export interface AccountRecord {
  id: string;
  jwk: JWK;
  /** RFC 7638 thumbprint of `jwk`, which identifies the account of a key. */
  thumbprint: string;
  status: "valid" | "deactivated" | "revoked";
  contact: string[];
  termsOfServiceAgreed: boolean;
  externalAccountBinding?: unknown;
  createdAt: number;
}

export interface ChallengeRecord {
  id: string;
  type: "dns-01" | "http-01";
  token: string;
  status: "pending" | "processing" | "valid" | "invalid";
  validatedAt?: number;
  error?: ProblemDocument;
}

export interface AuthorizationRecord {
  id: string;
  accountId: string;
  /** Without the leading "*."; see `wildcard`. */
  identifier: Identifier;
  wildcard: boolean;
  status: "pending" | "valid" | "invalid" | "deactivated" | "expired" | "revoked";
  expiresAt: number;
  challenges: ChallengeRecord[];
}

export interface OrderRecord {
  id: string;
  accountId: string;
  status: "pending" | "ready" | "processing" | "valid" | "invalid";
  identifiers: Identifier[];
  authorizationIds: string[];
  createdAt: number;
  expiresAt: number;
  profile: string;
  /** RFC 9773 identifier of the certificate that this order renews. */
  replaces?: string;
  /** base64url DER, stored while the order is processing so that the CA can go on after a restart. */
  csr?: string;
  certificateId?: string;
  error?: ProblemDocument;
}

export interface CertificateRecord {
  /** The serial number in lower-case hex. */
  id: string;
  accountId: string;
  names: string[];
  certificatePem: string;
  /** RFC 9773 §4.1: base64url(AKI key identifier) "." base64url(serial). */
  renewalId: string;
  notBefore: number;
  notAfter: number;
  revoked?: { at: number; reason: number };
  /** Set after a request for early renewal; the window then lies in the past. */
  renewNow?: boolean;
}

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

/** A store with the contents of the snapshot, or an empty one. */
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
