import type { WrittenHealth } from "./health";

/** One name of one Gateway server that is to have DNS and a certificate: what a walk is about. */
export interface SecuredHost {
  host: string;
  port: number;
  gateway: GatewayName;
  /** The Gateway's `spec.selector`. */
  selector: Record<string, string>;
  /** The Gateway's server on that port; null when there is none. */
  server: GatewayServer | null;
  /** The Gateway's creationTimestamp; left out where it is not known. */
  createdAt?: string;
  /** Gateways of other virtual clusters that may use the host, too: `lamia.dev/share-with`. */
  sharedWith?: readonly SharedWith[];
  /** The Secret of the Gateway's namespace with the CA of client certificates: `lamia.dev/client-ca`. */
  clientCa?: string;
  /** The Secured Host that is named first on the same server, which has room for one certificate only. */
  serverTakenBy?: string;
  /** What the Gateway's annotations say of a healthy answer; left out where they say nothing. */
  health?: WrittenHealth;
}

export interface SharedWith {
  namespace: string;
  /** Null for every Gateway of the virtual cluster. */
  name: string | null;
}

export interface GatewayName {
  /** Kubernetes namespace = virtual cluster. */
  namespace: string;
  name: string;
}

export interface GatewayServer {
  /** Position in `spec.servers`. */
  index: number;
  protocol: string;
  hosts: string[];
  tlsMode: string | null;
  credentialName: string | null;
  /** It has files or a list of credentials, which Istio takes instead of `credentialName` or refuses beside it. */
  hasOtherCertificate?: true;
}

/** `namespace/gateway:port=host`, unique among all secured hosts of a cluster. */
export type SecuredHostKey = string;

export function keyOf(target: Pick<SecuredHost, "gateway" | "port" | "host">): SecuredHostKey {
  return `${target.gateway.namespace}/${target.gateway.name}:${target.port}=${target.host}`;
}

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
}

/** What a zone holds of one name and type, whoever wrote it. */
export interface StandingRecords {
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
