/** CAs that have a name here, with their directory URLs. */
export const directories: Record<string, string> = {
  letsencrypt: "https://acme-v02.api.letsencrypt.org/directory",
  "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
  zerossl: "https://acme.zerossl.com/v2/DV90",
  google: "https://dv.acme-v02.api.pki.goog/directory",
  buypass: "https://api.buypass.com/acme/directory",
};
/** Whether the URL is the directory of a named CA. */
export function isNamedCa(directory: string): boolean {
  return Object.values(directories).includes(directory);
}

/** The directory URL of a CA, from its name or the URL itself. */
export function directoryOf(name: string): string {
  return directories[name] ?? name;
}
