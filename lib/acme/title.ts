const known: Record<string, string> = {
  "acme-v02.api.letsencrypt.org": "Let's Encrypt",
  "acme-staging-v02.api.letsencrypt.org": "Let's Encrypt (staging)",
  "acme.zerossl.com": "ZeroSSL",
  "dv.acme-v02.api.pki.goog": "Google Trust Services",
};

/** What the page calls a CA: its name, or the host of its directory. */
export function authorityTitle(directory: string): string {
  const { host, hostname } = new URL(directory);
  return known[hostname] ?? host;
}
