import { addressForm, isIpAddress, labelProblem, wildcardFqdnProblem } from "./dns-name";
import { texts } from "./texts";

/**
 * What is wrong with a host of a Gateway server, or `null`: `[namespace|*|.]/dnsName`, an FQDN, `*.suffix`,
 * `*` or an IPv4 address. Source: Istio, Gateway reference, `Server.hosts`.
 */
export function gatewayHostProblem(host: string): string | null {
  if (host === "") return texts.gatewayHostRequired;
  const slash = host.indexOf("/");
  if (slash === -1) return dnsPartProblem(host);
  const namespace = host.slice(0, slash);
  const name = host.slice(slash + 1);
  if (namespace === "" || name === "") return texts.namespaceAndHost;
  if (namespace !== "*" && namespace !== "." && labelProblem(namespace))
    return texts.notANamespace({ namespace });
  return dnsPartProblem(name);
}

function dnsPartProblem(host: string): string | null {
  if (host === "*") return null;
  if (!isIpAddress(host)) return wildcardFqdnProblem(host);
  return host.includes(":") ? texts.noIpv6Host : null;
}

/** The DNS part of a Gateway host, without the namespace before the slash. */
export function dnsPart(host: string): string {
  return host.slice(host.indexOf("/") + 1);
}

/**
 * A DNS name as Envoy compares it: case doesn't matter, but a final dot does, because clients omit it in the TLS handshake.
 * Tried with istiod and Envoy 1.40.
 */
export function sameName(host: string): string {
  return host.toLowerCase();
}

/** Whether `pattern` (`*`, `*suffix` or a name) covers every name that `host` covers. Source: Istio, `host.Name`. */
export function hostCovers(pattern: string, host: string): boolean {
  if (pattern === "*" || pattern === host) return true;
  return pattern.startsWith("*") && host !== "*" && host.replace(/^\*/, "").endsWith(pattern.slice(1));
}

/** Whether both patterns cover some name. */
export function hostsOverlap(one: string, other: string): boolean {
  return hostCovers(one, other) || hostCovers(other, one);
}

/** `host` without its first label, and without `*.`; two names with the same result belong to one family. */
export function familyOf(host: string): string {
  return host.slice(host.indexOf(".") + 1);
}

/** True if one certificate could serve both: the same name, or a wildcard and a name one label below it. */
export function overlap(one: string, other: string): boolean {
  if (one === other) return true;
  return (one.startsWith("*.") || other.startsWith("*.")) && familyOf(one) === familyOf(other);
}

/**
 * Whether a Gateway server's host, `[namespace/]dnsName` with `*` or a leading `*.`, accepts requests for `host`. Case
 * doesn't matter, because Envoy compares the names of TLS handshakes in lowercase; Istio refuses `*suffix` in a Gateway.
 */
export function serves(serverHost: string, host: string): boolean {
  const name = sameName(dnsPart(serverHost));
  if (name.startsWith("*") && name !== "*" && !name.startsWith("*.")) return false;
  return hostCovers(name, sameName(host));
}

/**
 * The DNS name or IP address in what you type or paste as a host: in lowercase, in its ASCII form (RFC 5890, section 2.3.2.1) or
 * in the usual form of an address, and only the host of a URL. Anything else stays as it is, so that it can be shown with what
 * is wrong with it.
 */
export function hostFromTyped(typed: string): string {
  const text = typed.trim().toLowerCase();
  const name = hostOfUrl(text) ?? text.replace(/\.$/, "");
  const address = addressForm(name);
  if (address !== null) return address;
  const [, star = "", rest = name] = /^(\*\.)(.+)$/.exec(name) ?? [];
  if (isAscii(rest)) return name;
  const ascii = asciiForm(rest);
  return ascii === null ? name : `${star}${ascii}`;
}

/** The same for a host of a Gateway's server, which may start with a namespace: `[namespace|*|.]/dnsName`. */
export function gatewayHostFromTyped(typed: string): string {
  const text = typed.trim();
  const [, namespace, name = text] = /^([^/]*)\/([^/]+)$/.exec(text) ?? [];
  const isNamespace = namespace === "*" || namespace === "." || !namespace?.includes(".");
  return namespace && isNamespace ? `${namespace}/${hostFromTyped(name)}` : hostFromTyped(text);
}

/** The host of `https://host:port/path`; null for anything that doesn't start like a URL. */
function hostOfUrl(text: string): string | null {
  const [, host] =
    /^https?:\/\/(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:]+)(?::\d+)?\.?(?:[/?#].*)?$/.exec(text) ?? [];
  return host?.replace(/\.$/, "") ?? null;
}

export function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII, whole.
  return /^[\x00-\x7f]*$/.test(text);
}

/** As browsers do it (UTS #46); null if it isn't a name. */
export function asciiForm(name: string): string | null {
  try {
    return new URL(`https://${name}/`).hostname.replace(/\.$/, "");
  } catch {
    return null;
  }
}

/** What the mesh's objects say about requests for one host at one Gateway. Names are `namespace/name`. */
export interface HostRoutes {
  /** VirtualServices that bind to the Gateway for the host. */
  bound: readonly string[];
  /** Whether one of them accepts a GET of every path. */
  takesEveryPath: boolean;
  /** Full names below a wildcard host for which they have routes. */
  names: readonly string[];
  /** VirtualServices for the host that name other gateways instead of this one. */
  elsewhere: readonly { name: string; gateways: readonly string[] }[];
  /** Destinations of their routes that can't answer. */
  broken: readonly BrokenDestination[];
}

export interface BrokenDestination {
  /** Why it can't answer. */
  why: string;
  /** What you can do; null while pods are only starting. */
  remedy: string | null;
}
