/** `host` without its first label, and without `*.`: two names are of one family when they have the same. */
export function familyOf(host: string): string {
  return host.slice(host.indexOf(".") + 1);
}

/** True when one certificate could serve both: the same name, or a wildcard and a name one label below it. */
export function overlap(one: string, other: string): boolean {
  if (one === other) return true;
  return (one.startsWith("*.") || other.startsWith("*.")) && familyOf(one) === familyOf(other);
}

/** Whether a Gateway server's host, `[namespace/]dnsName` with `*` or `*.` in front, takes requests for `host`. */
export function serves(serverHost: string, host: string): boolean {
  const name = serverHost.slice(serverHost.indexOf("/") + 1).toLowerCase();
  if (name === "*" || name === host) return true;
  return name.startsWith("*.") && host.endsWith(name.slice(1)) && host !== name.slice(2);
}
