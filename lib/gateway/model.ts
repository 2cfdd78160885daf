/** Public addresses of an ingress: as `status.loadBalancer.ingress` gives them. */
export interface PublicAddress {
  ipv4: string[];
  ipv6: string[];
  /** Some load balancers have a name only (AWS). */
  hostname: string | null;
}

export type RecordType = "A" | "AAAA" | "CNAME" | "TXT" | "NS" | "CAA";

export interface RecordSet {
  /** Without the trailing dot. */
  name: string;
  type: RecordType;
  ttlSeconds: number;
  /** As in a zone file, names without the trailing dot, TXT strings unquoted and joined. */
  values: string[];
  /** The values are right, but the provider answers them in another way than its settings say. */
  needsRewrite?: true;
}

/** What a zone holds of one name and type, whoever wrote it. */
export interface ExistingRecords {
  /** In capitals: also types that `RecordType` does not name. */
  type: string;
  /** Null for what Lamia could not have written and cannot put back: another type, or a routing policy. */
  set: RecordSet | null;
  /** The values for a person to read, e.g. `10 mail.example.net` or `routing policy`. */
  described: string;
}

export interface Zone {
  /** The provider's own name for it, e.g. `democluster-net`. */
  id: string;
  /** DNS name without the trailing dot. */
  apex: string;
  /** Without trailing dots, lower case, sorted. */
  nameServers: string[];
  /** ISO 8601, where the provider says it. */
  createdAt?: string;
}

/** The public part of a certificate. Times are ISO 8601 in UTC. */
export interface CertificateInfo {
  names: string[];
  issuer: string;
  /** Upper-case hexadecimal without leading zeros. */
  serial: string;
  notBefore: string;
  notAfter: string;
  /** ARI certificate identifier (RFC 9773, section 4.1); null when the certificate has no key identifier. */
  ariId: string | null;
}
