import { randomBytes } from "node:crypto";
import type { CryptoKey, JWK } from "jose";
import type { Counts, Levers } from "@/sandbox/levers/levers";
import type { DnsRoots } from "./dns/iteration";
import type { HttpPorts } from "./http-fetch";
import type { Issuer } from "./issuer";
import type { AccountRecord, Store } from "./store";

export interface AcmeOptions {
  address: string;
  /** 0 picks a free port. */
  port: number;
  tls: { certificatePem: string; keyPem: string };
  /** The intermediate that signs leaf certificates; `certificatePem` may hold further intermediates after it. */
  issuer: { certificatePem: string; keyPem: string };
  rootCertificatePem: string;
  dns: DnsRoots;
  levers: Levers;
  counts: Counts;
  /** HMAC keys (base64url) of External Account Binding, by key identifier. */
  externalAccountKeys?: Record<string, string>;
  /** Whether newAccount rejects requests without External Account Binding; default false. */
  externalAccountRequired?: boolean;
  /** Where HTTP-01 reaches ports 80 and 443 of every host; default 80 and 443. */
  httpPorts?: HttpPorts;
  /** Seconds between an accepted challenge and its validation; default 0.3. */
  validationSeconds?: number;
  /** Seconds between finalize and the certificate; default 0.15. */
  issuanceSeconds?: number;
  /** Whether to reuse an account's valid authorization, as Let's Encrypt does; default false. */
  reuseAuthorizations?: boolean;
  /** The issuer domain that CAA records name; default "sandbox.lamia.test". */
  caaIdentity?: string;
  /** A JSON file that keeps accounts, orders and certificates across restarts. */
  snapshotFile?: string;
}

/**
 * Nonces beyond this number evict the oldest. A client that uses an evicted nonce gets badNonce and tries again.
 */
const remembered = 100_000;

export interface Nonces {
  /** A fresh anti-replay nonce (RFC 8555 §6.5). */
  issue(): string;
  /** Returns true once for each nonce that was issued here. */
  spend(nonce: string): boolean;
}

export function newNonces(): Nonces {
  const open = new Set<string>();
  return {
    issue() {
      const nonce = randomBytes(16).toString("base64url");
      open.add(nonce);
      if (open.size > remembered) {
        const [oldest] = open;
        if (oldest !== undefined) open.delete(oldest);
      }
      return nonce;
    },
    spend: (nonce) => open.delete(nonce),
  };
}

/** A request whose JWS has been verified. */
export interface SignedRequest {
  authority: Authority;
  /** The values of the route's ":parts", in order. */
  parts: string[];
  query: URLSearchParams;
  /** The parsed JSON of the payload, or "" for POST-as-GET (RFC 8555 §6.3). */
  payload: unknown;
  /** The key that signed the request. */
  jwk: JWK;
  thumbprint: string;
  /** Set when the request was signed with a `kid`. */
  account?: AccountRecord;
}

export interface AcmeResponse {
  status: number;
  headers?: Record<string, string | string[]>;
  /** JSON, or text when it is a string. */
  body?: unknown;
  contentType?: string;
}

export type SignedHandler = (request: SignedRequest) => AcmeResponse | Promise<AcmeResponse>;

/** The addresses of the CA's resources, all below its origin. */
export const paths = {
  directory: "/directory",
  /** The same CA by another address, so that clients can take it for its staging. */
  stagingDirectory: "/staging/directory",
  terms: "/terms",
  newNonce: "/acme/new-nonce",
  newAccount: "/acme/new-account",
  newOrder: "/acme/new-order",
  keyChange: "/acme/key-change",
  revokeCert: "/acme/revoke-cert",
  renewalInfo: "/acme/renewal-info",
  account: (id: string) => `/acme/account/${id}`,
  accountOrders: (id: string) => `/acme/account/${id}/orders`,
  order: (id: string) => `/acme/order/${id}`,
  finalize: (id: string) => `/acme/order/${id}/finalize`,
  authorization: (id: string) => `/acme/authorization/${id}`,
  challenge: (authorizationId: string, id: string) => `/acme/challenge/${authorizationId}/${id}`,
  certificate: (id: string) => `/acme/certificate/${id}`,
  alternateCertificate: (id: string) => `/acme/certificate/${id}/with-root`,
} as const;

/** What every handler shares: the CA's memory, keys and settings. */
export interface Authority {
  /** For example "https://127.0.0.1:18004", without a trailing slash. */
  origin: string;
  store: Store;
  nonces: Nonces;
  issuer: Issuer;
  dns: DnsRoots;
  levers: Levers;
  counts: Counts;
  externalAccountKeys: Record<string, string>;
  externalAccountRequired: boolean;
  httpPorts: HttpPorts;
  validationSeconds: number;
  issuanceSeconds: number;
  reuseAuthorizations: boolean;
  caaIdentity: string;
  /** Imported account keys by thumbprint. Importing a key costs more than verifying with it. */
  importedKeys: Map<string, CryptoKey | Uint8Array>;
  /** Marks the store as changed. */
  changed(): void;
  /** Runs the task after this many seconds, unless the server closes first. */
  later(seconds: number, task: () => Promise<void>): void;
}
