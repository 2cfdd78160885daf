/** A Gateway server's host: `[namespace/]dnsName`, where the namespace may be "*" or ".". */
export interface ServerHost {
  /** The namespace whose VirtualServices may use it; undefined for any. */
  namespace?: string;
  /** A name, "*.suffix" or "*"; lower case. */
  pattern: string;
}

/** Reads a host of a Gateway that lives in `gatewayNamespace`. */
export function readServerHost(text: string, gatewayNamespace: string): ServerHost {
  const slash = text.indexOf("/");
  if (slash === -1) return { pattern: text.toLowerCase() };
  const namespace = text.slice(0, slash);
  const pattern = text.slice(slash + 1).toLowerCase();
  if (namespace === "*") return { pattern };
  return { namespace: namespace === "." ? gatewayNamespace : namespace, pattern };
}

/** Whether the pattern covers the host name (or the narrower pattern). */
export function covers(pattern: string, host: string): boolean {
  if (pattern === "*" || pattern === host) return true;
  return pattern.startsWith("*.") && host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1;
}

/** The narrower of two patterns where one covers the other, as Istio intersects hosts; else undefined. */
export function intersection(one: string, other: string): string | undefined {
  if (covers(one, other)) return other;
  return covers(other, one) ? one : undefined;
}

/** The best of the patterns for a host as Envoy chooses: the exact one, then the longest suffix, then "*". */
export function bestPattern(patterns: Iterable<string>, host: string): string | undefined {
  let best: string | undefined;
  for (const pattern of patterns) {
    if (!covers(pattern, host)) continue;
    if (pattern === host) return pattern;
    if (best === undefined || pattern.length > best.length) best = pattern;
  }
  return best;
}
