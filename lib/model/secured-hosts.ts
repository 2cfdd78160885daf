import type { DnsWish } from "./dns-choice";
import { addressForm, isIpAddress } from "./dns-name";
import type { WrittenHealth } from "./health";
import { asciiForm, dnsPart, isAscii, sameName, serves } from "./hosts";
import { texts } from "./texts";

/** One name of one Gateway server that should have DNS and a certificate: the subject of a walk. */
export interface SecuredHost {
  host: string;
  port: number;
  gateway: GatewayName;
  /** The Gateway's `spec.selector`. */
  selector: Record<string, string>;
  /** The Gateway's server on that port; null if there is none. */
  server: GatewayServer | null;
  /** The Gateway's creationTimestamp; missing if it isn't known. */
  createdAt?: string;
  /** Gateways of other virtual clusters that may also use the host: `lamia.dev/share-with`. */
  sharedWith?: readonly SharedWith[];
  /** The Secret in the Gateway's namespace with the CA of client certificates: `lamia.dev/client-ca`. */
  clientCa?: string;
  /** Somebody else's Secret that the server may serve from until Lamia's is published: `lamia.dev/replace-secrets`. */
  replacesSecret?: string;
  /** The Secured Host that is named first on the same server, which has room for one certificate only. */
  serverTakenBy?: string;
  /** The public address of the ingress, from the Gateway's annotation `lamia.dev/gateway_address`. */
  gatewayAddress?: string;
  dnsWish?: DnsWish;
  /** Which names share the host's certificate; left out where each host has its own. */
  certificateScope?: Exclude<CertificateScope, "host">;
  /** The Secured Hosts of the same server, in the written order; only where they share a certificate. */
  serverHosts?: readonly string[];
  /** Gateways of other virtual clusters that may use the wildcard certificate: `certificate_share_with`. */
  certificateSharedWith?: readonly SharedWith[];
  /** A claim to the wildcard of the host's domain, and not to a host of the Gateway: see `wildcardClaims`. */
  isForDomain?: true;
  /** What the Gateway's annotations say about a healthy answer; missing if they say nothing. */
  health?: WrittenHealth;
  /**
   * It isn't a Secured Host: the metadata ask for records of all hosts of a server (`dns_records: all`), so its walk writes
   * them, and nothing else.
   */
  recordsOnly?: true;
}

/**
 * Which names one certificate covers: the host, all Secured Hosts of a Gateway's server, or every name directly below the
 * host's domain, shared by all Gateways that ask for it.
 */
export const certificateScopes = ["host", "server", "zone"] as const;
export type CertificateScope = (typeof certificateScopes)[number];
/** The metadata key of virtual clusters and Gateways; the Gateway's counts first. */
export const certificateScopeKey = "certificate_scope";
/** Who else may use the wildcard certificate, as in `lamia.dev/share-with`, which shares a host only. */
export const certificateShareKey = "certificate_share_with";

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
  /** It has files or a list of credentials, which Istio uses instead of `credentialName` or refuses next to it. */
  hasOtherCertificate?: true;
}

/** `namespace/gateway:port=host`, unique among all secured hosts of a cluster. */
export type SecuredHostKey = string;

export function keyOf(target: Pick<SecuredHost, "gateway" | "port" | "host">): SecuredHostKey {
  return `${target.gateway.namespace}/${target.gateway.name}:${target.port}=${target.host}`;
}

/** The Gateway annotation that asks for a walk: comma-separated `port=host`, e.g. `443=shop.democluster.net`. */
export const securedHostsAnnotation = "lamia.dev/secured-hosts";

/**
 * The annotation with which the Gateway that owns a host lets Gateways of other virtual clusters use it, too: comma-separated
 * `namespace/name`, or `namespace/*` for all of a virtual cluster.
 */
export const shareAnnotation = "lamia.dev/share-with";
/** The annotation that names a Secret in the Gateway's namespace with the CA of its clients' certificates. */
export const clientCaAnnotation = "lamia.dev/client-ca";

export interface PortAndHost {
  port: number;
  host: string;
}

export interface ReadSecuredHosts {
  entries: PortAndHost[];
  /** Parts that can't be walked, so that they can be shown. */
  malformed: MalformedPart[];
}

export interface MalformedPart {
  /** As written. */
  part: string;
  /** Why it can't be walked: a sentence without its full stop. */
  reason: string;
}

/** Reads the annotation's value; hosts are returned in lowercase, in the written order, without duplicates. */
export function readSecuredHosts(annotation: string | undefined): ReadSecuredHosts {
  const entries: PortAndHost[] = [];
  const malformed: MalformedPart[] = [];
  for (const part of (annotation ?? "").split(",").map((text) => text.trim())) {
    if (part === "") continue;
    const [, digits, written = ""] = /^(\d+)\s*=\s*(.*)$/.exec(part) ?? [];
    const port = Number(digits);
    const host = written.toLowerCase().replace(/\.$/, "");
    const reason = partProblem(port, host);
    if (reason !== null) malformed.push({ part, reason });
    else if (!entries.some((entry) => entry.port === port && entry.host === host))
      entries.push({ port, host });
  }
  return { entries, malformed };
}

function partProblem(port: number, host: string): string | null {
  if (Number.isNaN(port)) return texts.portAndHost;
  if (port < 1 || port > 65_535) return texts.portRange;
  return securedHostProblem(host);
}

export function parseSecuredHosts(annotation: string | undefined): PortAndHost[] {
  return readSecuredHosts(annotation).entries;
}

/** Reads the value of `lamia.dev/share-with` or `certificate_share_with`; ignores parts that aren't `namespace/name`. */
export function readShares(annotation: string | undefined): SharedWith[] {
  return (annotation ?? "").split(",").flatMap((part) => {
    const [, namespace, name] = /^\s*([a-z0-9-]+)\/([a-z0-9.-]+|\*)\s*$/.exec(part) ?? [];
    return namespace && name ? [{ namespace, name: name === "*" ? null : name }] : [];
  });
}

export function formatSecuredHosts(entries: readonly PortAndHost[]): string {
  return entries.map(({ port, host }) => `${port}=${host}`).join(",");
}

/**
 * The name of the TLS Secret for a host, always the same so that a Gateway can name it before it exists. The hash tells
 * `a-b.com` and `a.b.com` apart; the name has fewer than 253 characters.
 */
export function credentialNameFor(host: string): string {
  const readable = host
    .toLowerCase()
    .replace(/^\*\./, "wildcard.")
    .replaceAll(/[.:]+/g, "-")
    .slice(0, 200)
    .replace(/-+$/, "");
  return `lamia-${readable}-${fingerprint(host.toLowerCase())}`;
}

/** FNV-1a, 32 bits, in base 36: short, stable and without a Node API. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0).toString(36);
}

/**
 * Which names can be Secured Hosts: names that a public CA certifies after a DNS-01 challenge, and for which Lamia can write
 * a challenge and an ownership record; and IP addresses, which a CA validates by HTTP. One rule for the form, the annotation and
 * the walk.
 */

const maxNameLength = 253;
const dnsLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/**
 * What Lamia puts in front of the host: the challenge (RFC 8555, section 8.4) and the ownership record, whichever is longer for a
 * wildcard.
 */
const challengePrefix = "_acme-challenge.";
const wildcardMarkPrefix = "_lamia._wildcard.";

/**
 * Names that public DNS never delegates: RFC 6761, 6762, 7686, 8375, 9476, and `internal`, which ICANN has reserved for
 * private use (https://www.iana.org/assignments/special-use-domain-names).
 */
const specialUse: ReadonlySet<string> = new Set([
  "alt",
  "example",
  "home.arpa",
  "internal",
  "invalid",
  "local",
  "localhost",
  "onion",
  "test",
]);

/** Why a host can't be secured, as a sentence; null if it can. */
export function securedHostProblem(host: string): string | null {
  if (!looksLikeAddress(host)) return hostProblem(host);
  const form = addressForm(host);
  if (form === null) return texts.noSuchAddress;
  return form === host ? null : texts.usualAddressForm({ address: form });
}

/** Why a DNS name can't be secured, as above. */
export function hostProblem(host: string): string | null {
  if (host === "") return texts.securedHostRequired;
  if (host === "*") return texts.noCertificateForAll;
  if (looksLikeAddress(host)) return texts.notAnAddress;
  if (/[/\s]/.test(host)) return texts.nameAlone;
  if (/:\d*$/.test(host)) return texts.nameWithoutPort;
  const isWildcard = host.startsWith("*.");
  const name = isWildcard ? host.slice(2) : host;
  if (name.includes("*")) return texts.wildcardFirst;
  return (
    internationalProblem(name, isWildcard) ??
    lettersProblem(name) ??
    lengthProblem(name, isWildcard) ??
    placeProblem(name)
  );
}

function looksLikeAddress(host: string): boolean {
  return /^\d+(\.\d+){3}$/.test(host) || /^\[?[0-9a-f.]*:[0-9a-f.:]*:[0-9a-f.:]*(%.*)?\]?$/i.test(host);
}

/** DNS and certificates contain the ASCII form of an internationalized name (RFC 5890, section 2.3.2.1). */
function internationalProblem(name: string, isWildcard: boolean): string | null {
  if (isAscii(name)) return null;
  const ascii = asciiForm(name);
  if (ascii === null) return texts.impossibleLetters({ name });
  return texts.asciiForm({ name: `${isWildcard ? "*." : ""}${ascii}` });
}

function lettersProblem(name: string): string | null {
  for (const label of name.split(".")) {
    if (label === "") return texts.hostDots;
    if (label.length > 63)
      return texts.hostLabelTooLong({ start: label.slice(0, 16), length: String(label.length) });
    if (label.includes("_")) return texts.underscore({ label });
    if (/[A-Z]/.test(label)) return texts.hostInSmallLetters;
    if (!dnsLabel.test(label)) return texts.hostLabelLetters({ label });
  }
  return null;
}

function lengthProblem(name: string, isWildcard: boolean): string | null {
  if (name.length > maxNameLength) return texts.hostTooLong({ max: String(maxNameLength) });
  const longest = maxNameLength - (isWildcard ? wildcardMarkPrefix : challengePrefix).length;
  if (name.length <= longest) return null;
  return texts[isWildcard ? "noRoomForWildcardChallenge" : "noRoomForChallenge"]({
    length: String(name.length),
    longest: String(longest),
  });
}

function placeProblem(name: string): string | null {
  const labels = name.split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length < 2) return texts.shortName({ name });
  if (/^\d+$/.test(last)) return texts.hostEndsInNumber;
  const special = specialUse.has(last) ? last : labels.slice(-2).join(".");
  if (!specialUse.has(special)) return null;
  return texts.notInPublicDns({ domain: special });
}

/** The part of a server that decides which hosts it accepts; `port` and `hosts` may be missing if no schema has validated it. */
export interface ServerLike {
  port?: { number?: number };
  hosts?: readonly string[];
  tls?: { credentialName?: string };
}

/**
 * The server of a Gateway that a client of `host` reaches on `port`; null if none accepts the host. Envoy picks the filter
 * chain with the most specific server name: the name itself, then the longest wildcard, then `*`
 * (https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch).
 * If several match equally well, the server with Lamia's credential for the host comes first, then the first one in the list.
 * Clients send no server name for an IP address (RFC 6066, section 3), so only a server for `*` accepts one.
 */
export function serverOf<Server extends ServerLike>(
  { port, host }: PortAndHost,
  servers: readonly Server[],
): Server | null {
  const credential = credentialNameFor(host);
  let found: { server: Server; precision: number } | null = null;
  for (const server of servers) {
    if (server?.port?.number !== port || !Array.isArray(server.hosts)) continue;
    const patterns: string[] = server.hosts.filter((each) => typeof each === "string" && accepts(each, host));
    if (patterns.length === 0) continue;
    const own = server.tls?.credentialName === credential ? 0.5 : 0;
    const precision = Math.max(...patterns.map((each) => precisionOf(each, host))) + own;
    if (!found || precision > found.precision) found = { server, precision };
  }
  return found?.server ?? null;
}

/** Whether the host of a server leads clients of a Secured Host to it. */
export function accepts(serverHost: string, host: string): boolean {
  return isIpAddress(host) ? dnsPart(serverHost) === "*" : serves(serverHost, host);
}

/** The name itself comes before any wildcard, and a longer wildcard before a shorter one. */
function precisionOf(serverHost: string, host: string): number {
  const name = sameName(dnsPart(serverHost));
  return name === sameName(host) ? Number.MAX_SAFE_INTEGER / 4 : name.length;
}
