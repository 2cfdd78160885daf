import type { DnsChoice } from "@/lib/model/dns-choice";
import type { NodeAddressKind } from "@/lib/model/gateway-address";
import type { SecuredHost, SecuredHostKey } from "@/lib/model/secured-hosts";
import type { OrderKind, OrderOutlook } from "./certificate/limits";
import type { DnsChallenge, Issue, PendingOrder } from "./certificate/pending-order";
import type { ChallengeResponder, HttpChallenge } from "./certificate/responder";
import type { DnsProvider, ReadOptions, Resolver } from "./dns/ports";
import type {
  CertificateInfo,
  ChallengeType,
  ExternalDnsSettings,
  KeyType,
  PublicAddress,
  ReissueRequest,
  Revocation,
  RevocationReason,
} from "./model";
import type { MeshPicture, Prober } from "./prober";
import type { Registrars } from "./registrar/registrar";

/** Everything that a step may see and do. Adapters throw only `Failure`, and make no decisions of their own. */
export interface World {
  clock: Clock;
  cluster: Cluster;
  vault: Vault;
  dns: DnsProvider;
  dnsChoice?: DnsChoice;
  /** The virtual cluster's other DNS providers: a host may have been at one of them before. */
  otherDns?: readonly DnsProvider[];
  resolver: Resolver;
  registrars?: Registrars;
  ca: CertificateAuthority;
  /** Asked in this order for what the first one can't take now. */
  fallbackCas: readonly CertificateAuthority[];
  keyType: KeyType;
  challengeType: ChallengeType;
  responder: ChallengeResponder;
  prober: Prober;
  mesh: MeshPicture;
  /** What the metadata of the virtual cluster say about its ingress's address (`gateway_address`); null if nothing. */
  gatewayAddress: string | null;
  externalDns: ExternalDnsSettings;
  /** The registrable domain: public suffix plus one label. Null for a public suffix itself. */
  registrableDomain(host: string): string | null;
  /** How long something stays that is no longer used but not unwanted, because whatever used it may come back. */
  graceInMs: number;
  /** The owner in our ownership records: one value for each installation, such as the UID of Lamia's namespace. */
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
  ports: number[];
  /** The port number of the pods behind each port, if known. */
  targets?: readonly { port: number; targetPort: number }[];
  /** The port of every node that leads to each port, where there is one. */
  nodePorts?: readonly { port: number; nodePort: number }[];
}

/** A dedicated ingress: created for one Gateway, and removed with it. */
export interface OwnIngress {
  /** Namespace and name of all its objects. */
  namespace: string;
  name: string;
  /** It is about to be created, or updated to match the Gateway. */
  isUnderWay: boolean;
  /** Why that has failed so far, in our own words. */
  problem: string | null;
}

export interface Cluster {
  /** Services whose pods carry all labels of the Gateway's selector; LoadBalancers with an address first. */
  ingresses(target: SecuredHost): Promise<Ingress[]>;
  /** Of the nodes that are ready. */
  nodeAddresses(): Promise<Record<NodeAddressKind, PublicAddress>>;
  /** Null if the Gateway has no dedicated ingress. */
  ownIngress(target: SecuredHost): Promise<OwnIngress | null>;
  /** How other Gateways on the same ingress keep the host from being served, one sentence each. */
  brokenNeighbours(target: SecuredHost): Promise<string[]>;
  /** Every claim to this host, and to each name that one certificate could cover with it; in all virtual clusters. */
  claims(host: string): Promise<readonly SecuredHost[]>;
  /** The same as read from the API server right now; null in any doubt, and then nothing may be withdrawn. */
  claimsNow(host: string): Promise<ClaimsNow | null>;
  /**
   * Lets the Gateway's ingress answer 421 to requests that come over a connection for another host of the same certificate, and
   * that it has no route for. Changes no other answer. Throws `Failure`.
   */
  answerMisdirected(target: SecuredHost): Promise<void>;
  tlsSecret(namespace: string, name: string): Promise<ExistingSecret | null>;
  /** The CA of client certificates for a server in mode MUTUAL whose Secret has that name. */
  clientCa(target: SecuredHost, namespace: string, name: string): Promise<ClientCa>;
  /**
   * Sets `tls.mode: SIMPLE` and `credentialName` of the Gateway's server; throws `conflict` if it changed in the
   * meantime.
   */
  nameCredential(target: SecuredHost, credentialName: string): Promise<void>;
}

export interface ClaimsNow {
  /** In all virtual clusters, including Gateways whose deletion a finalizer holds up. */
  claims: readonly SecuredHost[];
  /** Of Gateways outside all virtual clusters: Lamia has released them, and what it created for them stays. */
  released: readonly SecuredHost[];
}

/** What a TLS Secret of that name holds now. */
export interface ExistingSecret {
  /** Null if it holds no readable certificate. */
  serial: string | null;
  /** The host that Lamia wrote it for; null if it is somebody else's. */
  host: string | null;
}

export type ClientCa =
  /** `pem` goes into the Secret with the certificate; null if Istio finds it in a separate Secret. */
  { state: "found"; pem: string | null } | { state: "missing"; note: string; remedy: string };

/** A Secret that was written for a host, as it is now. */
export interface PublishedSecret {
  namespace: string;
  name: string;
  /** It holds the certificate and key of the vault, and nothing that Istio would prefer to them. */
  isRight: boolean;
  /** PEM of `ca.crt`. */
  clientCa: string | null;
  /** Since when no Gateway looks for it, ISO 8601. */
  unwantedSince: string | null;
}

/** What the vault has for a host. */
export interface Kept {
  certificate: CertificateInfo | null;
  order: PendingOrder | null;
  /** Where the certificate is from. */
  issue: Issue;
  /** The virtual cluster that both are for; null if that wasn't stored. */
  holder: string | null;
  /** What a user asked for the certificate. */
  request: ReissueRequest | null;
  /** Certificates that were replaced and aren't revoked yet. */
  revocations: readonly Revocation[];
}

/** Where the pair of a published Secret is from. */
export interface PairSource {
  /** The name under which the vault keeps it; by default the host. */
  id?: string;
  /** Of the certificate that the caller means: the vault may have another virtual cluster's by now. */
  serial?: string;
  /** A host whose Secret may be written over, because it is now the host's. */
  former?: string;
}

export interface BeginOptions {
  /** EC P-256 by default. */
  keyType?: KeyType | undefined;
  /** The Secured Host whose walk places the order. */
  by?: SecuredHostKey;
  /** Replaces no order that the holder still waits for, but throws `conflict`. */
  isFirst?: boolean;
}

/** Namespace and name of a Secret. */
export type Place = Pick<PublishedSecret, "namespace" | "name">;

/**
 * Keys live behind this port, in Secrets of Lamia's namespace, one for each host. The domain code never sees one.
 */
export interface Vault {
  read(host: string): Promise<Kept>;
  /**
   * Creates a new key and stores it with the intent, before the CA is asked. Replaces an older order, and forgets what was issued
   * for another virtual cluster than `holder`, but not what is to be revoked.
   */
  begin(host: string, names: string[], holder: string, options?: BeginOptions): Promise<PendingOrder>;
  save(host: string, order: PendingOrder): Promise<void>;
  /** Stores whom the host's certificate and order are for, if that isn't stored yet. */
  hold(host: string, holder: string): Promise<void>;
  /** A certificate signing request, signed by the pending key. */
  signingRequest(host: string): Promise<Csr>;
  /** The host's certificate without its chain, PEM; null if there is none. */
  leaf(host: string): Promise<string | null>;
  /**
   * Stores what a user asks for the certificate. Throws `conflict` if it is no longer the host's, or if somebody else wrote in
   * the meantime.
   */
  request(host: string, request: ReissueRequest): Promise<void>;
  /** The certificate with that serial number is revoked, or has expired. */
  revoked(host: string, serial: string): Promise<void>;
  /**
   * Makes the pending key and this chain the host's certificate, in one write; the order stays as `collected`. A request for
   * the old certificate is done with it, and turns into a revocation if it has a reason.
   */
  keep(host: string, chain: CertificateChain): Promise<CertificateInfo>;
  /** The host uses another certificate now: forgets its own and the key, but not what is to be revoked. */
  retire(host: string): Promise<void>;
  /** Forgets the order, and its key unless it became the certificate's. */
  drop(host: string): Promise<void>;
  /** All Secrets that were written for the host, compared with the certificate that the vault keeps as `id`, by default the host's. */
  published(host: string, id?: string): Promise<PublishedSecret[]>;
  /**
   * Writes the stored certificate and key, and the CA of client certificates, as a TLS Secret with our mark. Throws
   * `rejected` and changes nothing if a Secret exists that wasn't written for the host; `conflict` if the vault has another certificate.
   */
  publish(
    host: string,
    namespace: string,
    name: string,
    clientCa: string | null,
    from?: PairSource,
  ): Promise<void>;
  /** Records on the Secret since when nobody looks for it; null if somebody does again. */
  markUnwanted(host: string, place: Place, since: Date | null): Promise<void>;
  /**
   * Writes a self-signed certificate of no use but for the redirect of an HTTP-01 challenge, as a TLS Secret with our mark that
   * `publish` replaces. Changes nothing where a Secret exists.
   */
  publishPlaceholder(host: string, namespace: string, name: string): Promise<void>;
  /** Deletes one published Secret, unless a Gateway that Lamia no longer manages still uses it. */
  unpublish(host: string, place: Place): Promise<void>;
  /**
   * Deletes the Secrets that were published for the host and for which `isUnwanted` returns true, asked by name
   * right before each deletion. `confirm` is also called before each deletion. Either one stops it by throwing.
   */
  withdraw(
    host: string,
    isUnwanted: (name: string) => Promise<boolean>,
    confirm?: () => Promise<void>,
  ): Promise<void>;
  /** Deletes the Secrets that were published for the host, and then its keys; `confirm` as above. */
  forget(host: string, confirm?: () => Promise<void>): Promise<void>;
}

interface ChallengeStatus {
  status: "pending" | "processing" | "valid";
}

/** PKCS #10, DER. */
export type Csr = Uint8Array;
/** PEM, leaf first. */
export type CertificateChain = string;

export type OrderState =
  | {
      status: "pending";
      challenges: (DnsChallenge & ChallengeStatus)[];
      /** With HTTP-01, in place of `challenges`. */
      answers?: (HttpChallenge & ChallengeStatus)[];
    }
  | { status: "ready" }
  | { status: "processing" }
  | { status: "valid" }
  /** `problem` is the CA's detail as one sentence; `gone` if the CA no longer knows the order. */
  | { status: "invalid"; problem: string; gone: boolean };

/** Never sleeps. Every call can resume from an order URL (RFC 8555). */
export interface CertificateAuthority {
  /** Tells accounts at CAs apart: the directory URL, and a digest of the external account if there is one. */
  readonly id: string;
  /** The CA's name for notes, such as "Let's Encrypt" or the directory's host name. */
  readonly title: string;
  /** `caaIdentities` of the directory's meta. */
  caaIdentities(): Promise<string[]>;
  /**
   * Creates the account on first use. Returns the order URL. `replaces` is an ARI ID (RFC 9773, section 5). The
   * same `intent` always gets the same order, even if its URL couldn't be stored the first time.
   */
  order(names: string[], replaces: string | null, intent?: string): Promise<string>;
  state(orderUrl: string): Promise<OrderState>;
  /**
   * The earliest time at which the order may have changed; before that, `state` returns the same. Null if nothing
   * is known.
   */
  nextPollAt(orderUrl: string): Date | null;
  /** Tells the CA that the pending challenges can be validated. */
  accept(orderUrl: string): Promise<void>;
  finalize(orderUrl: string, csr: Csr): Promise<void>;
  collect(orderUrl: string): Promise<CertificateChain>;
  /** Nobody goes on with the order: it counts as no certificate any more, unless it became one. Never throws. */
  abandon(orderUrl: string): Promise<void>;
  /** What it would say to an order for these names now. Asks the database, and not the CA. */
  outlook(names: readonly string[], kind: OrderKind): Promise<OrderOutlook>;
  /** Done also if the CA has revoked it before. `certificate` is PEM (RFC 8555, section 7.6). */
  revoke(certificate: string, reason: RevocationReason): Promise<void>;
  /**
   * The window the CA suggests for renewal (ARI), asked no more often than the CA allows unless `fresh`; null without ARI.
   */
  renewalWindow(ariId: string, options?: ReadOptions): Promise<{ start: string; end: string } | null>;
}
