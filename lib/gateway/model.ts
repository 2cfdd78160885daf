/** Public addresses of an ingress, from `status.loadBalancer.ingress`. */
export interface PublicAddress {
  ipv4: string[];
  ipv6: string[];
  /** Some load balancers have only a name (AWS). */
  hostname: string | null;
}

export type RecordType = "A" | "AAAA" | "CNAME" | "TXT" | "NS" | "CAA";
/** What name servers can be asked for; Lamia never writes MX records. */
export type AskedType = RecordType | "MX";

export interface RecordSet {
  /** Without the trailing dot. */
  name: string;
  type: RecordType;
  ttlSeconds: number;
  /**
   * As in a zone file: names without the trailing dot, TXT strings unquoted and joined. An alias is an A record set that has
   * a name instead of addresses, where a provider can answer with the addresses of that name.
   */
  values: string[];
  /** The values are right, but the provider answers them differently than its settings say. */
  needsRewrite?: true;
}

/** What a zone holds for one name and type, whoever wrote it. */
export interface ExistingRecords {
  /** In uppercase; also types that `RecordType` doesn't name. */
  type: string;
  /** Null if Lamia couldn't have written it and can't restore it: another type, or a routing policy. */
  set: RecordSet | null;
  /** The values for display, such as `10 mail.example.net` or `routing policy`. */
  described: string;
}

export interface Zone {
  /** The provider's own name for it, such as `democluster-net`. */
  id: string;
  /** DNS name without the trailing dot. */
  apex: string;
  /** Without trailing dots, lowercase, sorted. */
  nameServers: string[];
  /** ISO 8601, if the provider returns it. */
  createdAt?: string;
}

/**
 * The TXT registry of external-dns, which keeps the owner of a record in a TXT record of its own:
 * https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/
 */
export interface ExternalDnsSettings {
  /** With an owner ID, Lamia's records get ownership records that external-dns reads; null if they don't. */
  ownerId: string | null;
  /** As external-dns's flags `--txt-prefix`, `--txt-suffix` and `--txt-wildcard-replacement`; empty if not set. */
  prefix: string;
  suffix: string;
  wildcardReplacement: string;
}

/** The keys that a certificate can have. */
export const keyTypes = ["ec-p256", "ec-p384", "rsa-2048", "rsa-4096"] as const;
export type KeyType = (typeof keyTypes)[number];

/** Why a certificate is revoked: the codes of RFC 5280, section 5.3.1, that every public CA takes from its subscribers. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  superseded: 4,
  cessationOfOperation: 5,
} as const;
export type RevocationReason = keyof typeof revocationReasons;

/** What a user asked for a certificate: a new one in its place. */
export interface ReissueRequest {
  /** Serial number of the certificate; with any other certificate in place, the request is done. */
  serial: string;
  /** Revoke the old certificate afterwards; null if it stays valid. */
  reason: RevocationReason | null;
  /** `startedAt` of the order that was pending by then. Its key is given up, too. */
  pendingOrder: string | null;
}

/** A certificate that was replaced and that the CA is to revoke. */
export interface Revocation {
  serial: string;
  reason: RevocationReason;
  /** PEM. */
  certificate: string;
  /** When it expires, ISO 8601; null if its text can't be read. From then on there is nothing to revoke. */
  notAfter: string | null;
  /** `id` of the CA; null if that wasn't stored. */
  ca: string | null;
}

/** How a CA can validate a name (RFC 8555, section 8). */
export const challengeTypes = ["dns-01", "http-01"] as const;
export type ChallengeType = (typeof challengeTypes)[number];

/** The public part of a certificate. Times are ISO 8601 in UTC. */
export interface CertificateInfo {
  names: string[];
  issuer: string;
  /** Uppercase hexadecimal without leading zeros. */
  serial: string;
  notBefore: string;
  notAfter: string;
  /** ARI certificate identifier (RFC 9773, section 4.1); null if the certificate has no key identifier. */
  ariId: string | null;
}
