import type { JWK } from "jose";
import type { Identifier } from "./identifier";
import type { ProblemDocument } from "./problem";

/** What the CA remembers. Times are milliseconds since the epoch, so that a record is plain JSON. */
export interface AccountRecord {
  id: string;
  jwk: JWK;
  /** RFC 7638 thumbprint of `jwk`, by which an account is found again. */
  thumbprint: string;
  status: "valid" | "deactivated" | "revoked";
  contact: string[];
  termsOfServiceAgreed: boolean;
  externalAccountBinding?: unknown;
  createdAt: number;
}

export interface ChallengeRecord {
  id: string;
  type: "dns-01";
  token: string;
  status: "pending" | "processing" | "valid" | "invalid";
  validatedAt?: number;
  error?: ProblemDocument;
}

export interface AuthorizationRecord {
  id: string;
  accountId: string;
  /** Without the leading "*."; `wildcard` tells. */
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
  /** base64url DER, kept while the order is processing so that a restart can go on. */
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
  /** Set when someone asked for an early renewal; the window then lies in the past. */
  renewNow?: boolean;
}
