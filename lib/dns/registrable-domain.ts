import { getDomain, parse } from "tldts";

/**
 * The name that somebody registers: public suffix plus one label, according to the public suffix list including its private
 * section (so `shop.example.github.io` gives `example.github.io`). Null for a public suffix itself.
 */
export function registrableDomain(host: string): string | null {
  return getDomain(host.replace(/^\*\./, ""), { allowPrivateDomains: true, validateHostname: false });
}

/**
 * Whether the name, without a leading `*.`, is a suffix of a registry, such as `co.uk`. No CA certifies one (Baseline
 * Requirements of the CA/Browser Forum, 3.2.2.6); a private suffix such as `github.io` can belong to you.
 */
export function isRegistrySuffix(host: string): boolean {
  const { domain, isIcann } = parse(host.replace(/^\*\./, ""), { validateHostname: false });
  return domain === null && isIcann === true;
}
