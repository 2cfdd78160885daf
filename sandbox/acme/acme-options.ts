import type { Counts } from "@/sandbox/levers/counts";
import type { Levers } from "@/sandbox/levers/levers";
import type { DnsRoots } from "./dns/iteration";

export interface AcmeOptions {
  address: string;
  /** 0 picks a free port. */
  port: number;
  tls: { certificatePem: string; keyPem: string };
  /** The intermediate that signs leaves; `certificatePem` may hold further intermediates after it. */
  issuer: { certificatePem: string; keyPem: string };
  rootCertificatePem: string;
  dns: DnsRoots;
  levers: Levers;
  counts: Counts;
  /** HMAC keys (base64url) of External Account Binding, by key identifier. */
  externalAccountKeys?: Record<string, string>;
  /** Whether newAccount refuses those without External Account Binding; default false. */
  externalAccountRequired?: boolean;
  /** Seconds between an accepted challenge and its validation; default 0.3. */
  validationSeconds?: number;
  /** Seconds between finalize and the certificate; default 0.15. */
  issuanceSeconds?: number;
  /** Whether a still valid authorization of the account is used again, as Let's Encrypt does; default false. */
  reuseAuthorizations?: boolean;
  /** The issuer domain that CAA records name; default "sandbox.lamia.test". */
  caaIdentity?: string;
  /** A JSON file that keeps accounts, orders and certificates over a restart. */
  snapshotFile?: string;
}
