import { texts } from "./texts";

/**
 * Names as Kubernetes (RFC 1123) and DNS (RFC 1035) allow them. Each function returns `null` for a valid name, and otherwise
 * says what is wrong, in words for a form field.
 */
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** DNS-1123 label: 1–63 of a–z, 0–9 and `-`, with a letter or digit at both ends. */
export function labelProblem(name: string): string | null {
  if (name === "") return texts.nameRequired;
  if (name.length > 63) return texts.labelTooLong;
  return lettersProblem(name);
}

function lettersProblem(part: string): string | null {
  if (label.test(part)) return null;
  return /[A-Z]/.test(part) ? texts.nameInSmallLetters : texts.nameLetters;
}

/** DNS-1123 subdomain: labels joined by dots, at most 253 characters; the name of most Kubernetes objects. */
export function subdomainProblem(name: string): string | null {
  if (name === "") return texts.nameRequired;
  if (name.length > 253) return texts.nameTooLong;
  for (const part of name.split(".")) {
    if (part === "") return texts.nameDots;
    if (part.length > 63) return texts.partTooLong;
    const problem = lettersProblem(part);
    if (problem) return problem;
  }
  return null;
}

/**
 * The name of an object of most kinds: the same, but the part between two dots may be longer than a DNS label. Source:
 * Kubernetes, "DNS Subdomain Names"; its check limits only the whole length.
 */
export function objectNameProblem(name: string): string | null {
  if (name === "") return texts.nameRequired;
  if (name.length > 253) return texts.nameTooLong;
  for (const part of name.split(".")) {
    if (part === "") return texts.nameDots;
    const problem = lettersProblem(part);
    if (problem) return problem;
  }
  return null;
}

/** A fully qualified name of at least two labels, such as `shop.democluster.net`, without the final dot. */
export function fqdnProblem(name: string): string | null {
  const problem = subdomainProblem(name);
  if (problem) return problem;
  if (!name.includes(".")) return texts.shortName({ name });
  return numericEndProblem(name);
}

/** No top-level domain is a number (RFC 3696, section 2), so Istio refuses such a name, and an address isn't a name. */
export function numericEndProblem(name: string): string | null {
  return /(^|\.)[0-9]+$/.test(name) ? texts.hostEndsInNumber : null;
}

/** An FQDN that may start with `*.`; a `*` anywhere else is refused, as in Istio. */
export function wildcardFqdnProblem(name: string): string | null {
  if (!name.includes("*")) return fqdnProblem(name);
  if (!name.startsWith("*.") || name.indexOf("*", 1) !== -1) return texts.wildcardAloneOrFirst;
  return subdomainProblem(name.slice(2)) ?? numericEndProblem(name);
}

const octet = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
const ipv4 = new RegExp(`^${octet}(\\.${octet}){3}$`);

/**
 * An IP address as certificates, TLS and URLs compare it (RFC 5952); null if the text isn't one. IPv6 addresses may be in
 * brackets.
 */
export function addressForm(text: string): string | null {
  const bare = /^\[(.*)\]$/.exec(text)?.[1] ?? text;
  if (!isIpAddress(bare)) return null;
  const url = URL.parse(`http://${hostInUrl(bare)}/`);
  return url ? url.hostname.replace(/^\[|\]$/g, "") : null;
}

/** A host as a URL and the Host header have it: an IPv6 address is in brackets (RFC 3986, section 3.2.2). */
export function hostInUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Whether the text is an IPv4 address, or looks like an IPv6 one (hex digits and at least two colons). */
export function isIpAddress(text: string): boolean {
  return ipv4.test(text) || (/^[0-9a-f:.]+$/i.test(text) && text.split(":").length > 2);
}
