import { getDomain } from "tldts";

/**
 * The name that a person registers: public suffix plus one label, by the public suffix list with its private
 * section (so `shop.example.github.io` gives `example.github.io`). Null for a public suffix itself.
 */
export function registrableDomain(host: string): string | null {
  return getDomain(host.replace(/^\*\./, ""), { allowPrivateDomains: true, validateHostname: false });
}
