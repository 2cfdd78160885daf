import { hostProblem } from "./host-problem";
import type { SharedWith } from "./model";

/** The Gateway annotation that asks for a walk: comma-separated `port=host`, e.g. `443=shop.democluster.net`. */
export const securedHostsAnnotation = "lamia.dev/secured-hosts";

/**
 * The annotation of the Gateway that owns a host which lets Gateways of other virtual clusters use it, too:
 * comma-separated `namespace/name`, or `namespace/*` for all of one.
 */
export const shareAnnotation = "lamia.dev/share-with";
/** The annotation that names a Secret of the Gateway's namespace with the CA of its clients' certificates. */
export const clientCaAnnotation = "lamia.dev/client-ca";

export interface PortAndHost {
  port: number;
  host: string;
}

export interface ReadSecuredHosts {
  entries: PortAndHost[];
  /** Parts that cannot be walked, so that they can be shown. */
  malformed: MalformedPart[];
}

export interface MalformedPart {
  /** As it was written. */
  part: string;
  /** Why it cannot be walked: a sentence without its final dot. */
  reason: string;
}

/** Reads the annotation's value; hosts come back in lower case, in the order written, without repeats. */
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
  if (Number.isNaN(port)) return "Write port=host, such as 443=shop.example.com";
  if (port < 1 || port > 65_535) return "A port is a number from 1 to 65535";
  return hostProblem(host);
}

export function parseSecuredHosts(annotation: string | undefined): PortAndHost[] {
  return readSecuredHosts(annotation).entries;
}

/** Reads the value of `lamia.dev/share-with`; parts that are not `namespace/name` share with nobody. */
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
 * The name of the TLS Secret for a host, the same on every machine so that a Gateway can name it before it
 * exists. The hash keeps `a-b.com` and `a.b.com` apart; the name stays below 253 characters.
 */
export function credentialNameFor(host: string): string {
  const readable = host
    .toLowerCase()
    .replace(/^\*\./, "wildcard.")
    .replaceAll(".", "-")
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
