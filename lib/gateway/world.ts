import type {
  CertificateInfo,
  PublicAddress,
  RecordSet,
  RecordType,
  SecuredHost,
  StandingRecords,
  Zone,
} from "./model";

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
  /** What stands under that name; `serial` is null when it holds no readable certificate. */
  tlsSecret(namespace: string, name: string): Promise<{ serial: string | null; ours: boolean } | null>;
  /** Sets `tls.mode: SIMPLE` and `credentialName` of the Gateway's server; throws `conflict` if it moved meanwhile. */
  nameCredential(target: SecuredHost, credentialName: string): Promise<void>;
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

/**
 * Keys live behind this port, in Secrets of Lamia's namespace, one a host; the domain never sees one.
 */
export interface Vault {
  read(host: string): Promise<{ certificate: CertificateInfo | null; order: PendingOrder | null }>;
  /** Makes a new EC P-256 key and stores it with the intent, before the CA is told. Replaces an older order. */
  begin(host: string, names: string[]): Promise<PendingOrder>;
  save(host: string, order: PendingOrder): Promise<void>;
  /** A certificate signing request by the pending key. */
  signingRequest(host: string): Promise<Csr>;
  /** Makes the pending key and this chain the host's certificate, in one write; the order stays as `collected`. */
  keep(host: string, chain: CertificateChain): Promise<CertificateInfo>;
  /** Forgets the order (and its key, unless that was kept). */
  drop(host: string): Promise<void>;
  /** Writes the kept certificate and key as a TLS Secret of the given name, marked as ours. */
  publish(host: string, namespace: string, name: string): Promise<void>;
  /**
   * Deletes the Secrets that were published for the host under other names than these. `confirm` is called before each
   * deletion, and stops it by throwing.
   */
  withdraw(host: string, wanted: ReadonlySet<string>, confirm?: () => Promise<void>): Promise<void>;
  /** Deletes the Secrets that were published for the host, and then its keys; `confirm` as above. */
  forget(host: string, confirm?: () => Promise<void>): Promise<void>;
}

/** How adapters look at what they may remember for a while. */
export interface Look {
  /** Somebody wants to know how things stand now: what was learnt a moment ago does not do. */
  afresh?: boolean;
}

/** One file a provider, one line in the registry. */
export interface DnsProvider {
  /** What the page calls it, e.g. "Google Cloud DNS". */
  readonly title: string;
  zones(look?: Look): Promise<Zone[]>;
  /** Creates a public zone; when one of that name appeared meanwhile, returns that one. */
  createZone(apex: string): Promise<Zone>;
  /** Throws `rejected` when what stands there is no plain record set, such as one with a routing policy. */
  read(zone: Zone, name: string, type: RecordType): Promise<RecordSet | null>;
  /** All record sets of the zone that are plain ones. */
  records(zone: Zone): Promise<RecordSet[]>;
  /** Everything that the zone holds at the name itself, of every type. */
  readAll(zone: Zone, name: string): Promise<StandingRecords[]>;
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
  /** Creates the account on first use. Returns the order URL. `replaces` is an ARI id (RFC 9773, section 5). */
  order(names: string[], replaces: string | null): Promise<string>;
  state(orderUrl: string): Promise<OrderState>;
  /** From when on the order may have changed; before that, `state` says the same. Null when nothing is known. */
  nextLookAt(orderUrl: string): Date | null;
  /** Tells the CA that the pending challenges are in DNS. */
  accept(orderUrl: string): Promise<void>;
  finalize(orderUrl: string, csr: Csr): Promise<void>;
  collect(orderUrl: string): Promise<CertificateChain>;
  /**
   * The window the CA suggests for renewal (ARI), asked no oftener than the CA says unless `afresh`; null without ARI.
   */
  renewalWindow(ariId: string, look?: Look): Promise<{ start: string; end: string } | null>;
}

export interface Handshake {
  serial: string;
  issuer: string;
  names: string[];
}

export interface Prober {
  /** One TLS handshake with SNI = host; throws `unreachable` with what happened. */
  handshake(address: string, port: number, host: string): Promise<Handshake>;
}
