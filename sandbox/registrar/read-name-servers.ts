import { getDomain } from "tldts";
import { absoluteName, isDomainName } from "@/sandbox/name-servers/domain-name";

export interface FieldMistake {
  /** e.g. "nameServers[2]". */
  path: string;
  message: string;
}

const mostNameServers = 13;

/**
 * Whether a registrar could hold the name: one label below a public suffix, and not one that the sandbox runs itself.
 * @param domain absolute, lower case
 */
export function isRegistrable(domain: string): boolean {
  if (!isDomainName(domain) || domain === "googledomains.com.") return false;
  return getDomain(domain.slice(0, -1), { allowPrivateDomains: false }) === domain.slice(0, -1);
}

/**
 * Reads a list of name servers: host names, with or without the final dot, in any case.
 * @returns absolute lower-case names, or everything that is wrong
 */
export function readNameServers(
  input: unknown,
  domain: string,
): { nameServers: string[]; mistakes?: never } | { mistakes: FieldMistake[] } {
  if (!Array.isArray(input)) {
    return { mistakes: [{ path: "nameServers", message: "must be a list of name server host names" }] };
  }
  if (input.length < 2 || input.length > mostNameServers) {
    const message = `must hold 2 to ${mostNameServers} name servers; there are ${input.length}`;
    return { mistakes: [{ path: "nameServers", message }] };
  }
  const hosts = input.map((host) => (typeof host === "string" ? absoluteName(host.trim()) : ""));
  const mistakes = hosts.flatMap((host, at) => {
    const message = mistakeIn(host, hosts.indexOf(host) !== at, domain);
    return message ? [{ path: `nameServers[${at}]`, message }] : [];
  });
  return mistakes.length > 0 ? { mistakes } : { nameServers: hosts };
}

function mistakeIn(host: string, repeated: boolean, domain: string): string | undefined {
  if (/^\d+(\.\d+){3}\.$/.test(host)) return "must be a host name, not an IP address";
  if (!isDomainName(host) || host.split(".").length < 3 || host.includes("_")) {
    return "must be a host name such as ns-cloud-a1.googledomains.com";
  }
  if (repeated) return "is there twice";
  if (host.endsWith(`.${domain}`)) {
    return "lies within the domain itself, which would need glue addresses; this registrar takes none";
  }
  return undefined;
}
