import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { CertificateInfo, ExistingRecords, PublicAddress, RecordSet, RecordType, Zone } from "./model";
import type { MeshPicture, Prober } from "./prober";

/**
 * All that a step may see and do. Adapters throw `Failure` and nothing else; they keep no decision of their own.
 */
export interface World {
  clock: Clock;
  cluster: Cluster;
  vault: Vault;
  dns: DnsProvider;
  resolver: Resolver;
  ca: CertificateAuthority;
  prober: Prober;
  mesh: MeshPicture;
  /** The name that a person registers: public suffix plus one label. Null for a public suffix itself. */
  registrableDomain(host: string): string | null;
  /** Who marks records as ours: one value for each installation, e.g. the uid of Lamia's namespace. */
  owner: string;
}

export interface Clock {
  now(): Date;
}

/** A Service in front of pods that a Gateway's selector picks. */
export interface Ingress {
  namespace: string;
  service: string;
  /** Kubernetes `spec.type`. */
  type: string;
  address: PublicAddress;
  /** `spec.ports[].port` */
  ports: number[];
  /** On which number the pods listen behind a port, where that is known. */
  targets?: readonly { port: number; targetPort: number }[];
}

/** An ingress that is made for one Gateway alone, and goes with it. */
export interface OwnIngress {
  /** Namespace and name of all its objects. */
  namespace: string;
  name: string;
  /** It is about to be made, or brought into line with the Gateway. */
  isUnderWay: boolean;
  /** What has kept that from being done so far, in our words. */
  problem: string | null;
}

export interface Cluster {
  /** Services whose pods carry all labels of the Gateway's selector; LoadBalancers with an address first. */
  ingresses(target: SecuredHost): Promise<Ingress[]>;
  /** Null when the Gateway's ingress is not one of its own. */
  ownIngress(target: SecuredHost): Promise<OwnIngress | null>;
  /** What other Gateways on the same ingress do to keep the host from being served, in a sentence each. */
  brokenNeighbours(target: SecuredHost): Promise<string[]>;
  /** Every claim of this host, and of each name that one certificate could serve with it; all virtual clusters. */
  claims(host: string): Promise<readonly SecuredHost[]>;
  /** The same as the API server says at this moment; null in any doubt, and then nothing may be withdrawn. */
  claimsNow(host: string): Promise<ClaimsNow | null>;
  tlsSecret(namespace: string, name: string): Promise<ExistingSecret | null>;
  /** The CA of client certificates for a server of mode MUTUAL whose Secret has that name. */
  clientCa(target: SecuredHost, namespace: string, name: string): Promise<ClientCa>;
  /** Sets `tls.mode: SIMPLE` and `credentialName` of the Gateway's server; throws `conflict` if it moved meanwhile. */
  nameCredential(target: SecuredHost, credentialName: string): Promise<void>;
}

export interface ClaimsNow {
  /** Of all virtual clusters, also of Gateways that a finalizer holds back from being deleted. */
  claims: readonly SecuredHost[];
  /** Of Gateways outside every virtual cluster: Lamia has let them go, and what was built for them stays. */
  released: readonly SecuredHost[];
}

/** What a TLS Secret of that name holds now. */
export interface ExistingSecret {
  /** Null when it holds no readable certificate. */
  serial: string | null;
  /** The host that Lamia wrote it for; null when it is somebody else's. */
  host: string | null;
}

export type ClientCa =
  /** `pem` goes into the Secret beside the certificate; null where Istio finds it in a Secret of its own. */
  { state: "found"; pem: string | null } | { state: "missing"; note: string; remedy: string };

/** A Secret that was written for a host, as it is now. */
export interface PublishedSecret {
  namespace: string;
  name: string;
  /** It holds the certificate and key that the vault keeps, and nothing that Istio would prefer to them. */
  isRight: boolean;
  /** PEM of `ca.crt`. */
  clientCa: string | null;
  /** Since when no Gateway looks for it, ISO 8601. */
  unwantedSince: string | null;
}

export interface PendingOrder {
  names: string[];
  /** Null until the CA has answered. */
  url: string | null;
  startedAt: string;
  /** What we put into DNS for this order and have to take out again. */
  challenges: DnsChallenge[];
  /** The certificate is collected and kept; only the challenges remain to be removed. */
  collected: boolean;
}

/** What the vault has of a host. */
export interface Kept {
  certificate: CertificateInfo | null;
  order: PendingOrder | null;
  /** The virtual cluster that both are for; null when that was not written down. */
  holder: string | null;
}

/** Namespace and name of a Secret. */
export type Place = Pick<PublishedSecret, "namespace" | "name">;

/**
 * Keys live behind this port, in Secrets of Lamia's namespace, one a host; the domain never sees one.
 */
export interface Vault {
  read(host: string): Promise<Kept>;
  /**
   * Makes a new EC P-256 key and stores it with the intent, before the CA is asked. Replaces an older order; what was
   * issued for another virtual cluster than `holder` is forgotten.
   */
  begin(host: string, names: string[], holder: string): Promise<PendingOrder>;
  save(host: string, order: PendingOrder): Promise<void>;
  /** Writes down whom the host's certificate and order are for, where nobody is named yet. */
  hold(host: string, holder: string): Promise<void>;
  /** A certificate signing request by the pending key. */
  signingRequest(host: string): Promise<Csr>;
  /** Makes the pending key and this chain the host's certificate, in one write; the order stays as `collected`. */
  keep(host: string, chain: CertificateChain): Promise<CertificateInfo>;
  /** Forgets the order (and its key, unless that was kept). */
  drop(host: string): Promise<void>;
  /** The Secrets that were written for the host, wherever they are. */
  published(host: string): Promise<PublishedSecret[]>;
  /**
   * Writes the kept certificate and key, and the CA of client certificates, as a TLS Secret, marked as ours. Throws
   * `rejected`, and changes nothing, where a Secret stands that was not written for the host.
   */
  publish(host: string, namespace: string, name: string, clientCa: string | null): Promise<void>;
  /** Notes on the Secret since when nobody looks for it; null when somebody does again. */
  markUnwanted(host: string, place: Place, since: Date | null): Promise<void>;
  /** Deletes one published Secret, unless a Gateway that Lamia no longer manages still uses it. */
  unpublish(host: string, place: Place): Promise<void>;
  /**
   * Deletes the Secrets that were published for the host and that `isUnwanted` answers true for, asked by name right
   * before each deletion. `confirm` is called before each deletion, too. Either stops it by throwing.
   */
  withdraw(
    host: string,
    isUnwanted: (name: string) => Promise<boolean>,
    confirm?: () => Promise<void>,
  ): Promise<void>;
  /** Deletes the Secrets that were published for the host, and then its keys; `confirm` as above. */
  forget(host: string, confirm?: () => Promise<void>): Promise<void>;
}

/** How to read what an adapter may cache for a while. */
export interface ReadOptions {
  /** Skip the cache: somebody asked for the current state. */
  fresh?: boolean;
}

/** One file a provider, one line in the registry. */
export interface DnsProvider {
  /** What the page calls it, e.g. "Google Cloud DNS". */
  readonly title: string;
  /** Name servers answer for address records with proxies of the provider: what was written is seen at the provider only. */
  readonly isProxied?: boolean;
  zones(options?: ReadOptions): Promise<Zone[]>;
  /** Creates a public zone; when one of that name appeared meanwhile, returns that one. */
  createZone(apex: string): Promise<Zone>;
  /** Throws `rejected` when what stands there is no plain record set, such as one with a routing policy. */
  read(zone: Zone, name: string, type: RecordType): Promise<RecordSet | null>;
  /** All record sets of the zone that are plain ones. */
  records(zone: Zone): Promise<RecordSet[]>;
  /** Everything that the zone holds at the name itself, of every type. */
  readAll(zone: Zone, name: string): Promise<ExistingRecords[]>;
  /**
   * All of these replacements or none, each of another name or type. Throws `conflict`, and changes nothing, when the
   * zone no longer holds what was seen, or holds something that cannot stand beside what is to come. A change may wait
   * to be sent together with others: `confirm` is called just before it is sent, and stops it by throwing.
   */
  change(zone: Zone, changes: readonly RecordChange[], confirm?: () => Promise<void>): Promise<void>;
}

/** What the caller has seen of one name and type, and what is to stand there instead; null for nothing. */
export interface RecordChange {
  seen: RecordSet | null;
  next: RecordSet | null;
}

/** What one name server said; never a caching resolver's opinion. */
export interface Answer {
  /** Host name of the server. */
  server: string;
  /** Values as in `RecordSet`, sorted; empty when the name or type does not exist; null when there was no answer. */
  values: string[] | null;
  /** Why there was no answer, in our words. */
  problem: string | null;
  /** The name does not exist there: no type, nothing below it, and no wildcard that covers it (NXDOMAIN). */
  nothing?: true;
  /** The target of the CNAME that the server gave, be it a record of that name or made from a wildcard. */
  alias?: string;
  /** The server does not hold the name itself but sends on to a zone that is cut off at or above it. */
  referral?: { zone: string; servers: string[] };
}

export interface Delegation {
  /** The zone above, e.g. `net`. */
  parent: string;
  /** What each server of the parent zone says of the child's NS records. */
  answers: Answer[];
}

export interface Resolver {
  /** Walks from the root to the parent of `apex` and asks each of its servers. */
  delegation(apex: string): Promise<Delegation>;
  /** Asks each of these name servers for the records that it itself holds. */
  ask(nameServers: readonly string[], name: string, type: RecordType): Promise<Answer[]>;
}

export interface DnsChallenge {
  /** e.g. `_acme-challenge.shop.democluster.net` */
  name: string;
  /** The TXT value: base64url of the key authorization's SHA-256 (RFC 8555, section 8.4). */
  value: string;
}

/** PKCS #10, DER. */
export type Csr = Uint8Array;
/** PEM, leaf first. */
export type CertificateChain = string;

export type OrderState =
  | { status: "pending"; challenges: (DnsChallenge & { status: "pending" | "processing" | "valid" })[] }
  | { status: "ready" }
  | { status: "processing" }
  | { status: "valid" }
  /** `problem` is the CA's detail in one sentence; `gone` when the CA no longer knows the order. */
  | { status: "invalid"; problem: string; gone: boolean };

/** Never sleeps; every call resumes from an order URL (RFC 8555). */
export interface CertificateAuthority {
  /** Host of the directory, for notes, e.g. "Let's Encrypt" or the directory's host name. */
  readonly title: string;
  /** `caaIdentities` of the directory's meta. */
  caaIdentities(): Promise<string[]>;
  /**
   * Creates the account on first use. Returns the order URL. `replaces` is an ARI id (RFC 9773, section 5). For the same
   * `intent` there is one order, also when its URL could not be stored the first time.
   */
  order(names: string[], replaces: string | null, intent?: string): Promise<string>;
  state(orderUrl: string): Promise<OrderState>;
  /** From when on the order may have changed; before that, `state` says the same. Null when nothing is known. */
  nextPollAt(orderUrl: string): Date | null;
  /** Tells the CA that the pending challenges are in DNS. */
  accept(orderUrl: string): Promise<void>;
  finalize(orderUrl: string, csr: Csr): Promise<void>;
  collect(orderUrl: string): Promise<CertificateChain>;
  /**
   * The window the CA suggests for renewal (ARI), asked no more often than the CA allows unless `fresh`; null without ARI.
   */
  renewalWindow(ariId: string, options?: ReadOptions): Promise<{ start: string; end: string } | null>;
}
