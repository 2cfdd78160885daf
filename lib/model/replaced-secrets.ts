import { type PortAndHost, parseSecuredHosts } from "./secured-hosts";

/**
 * The Gateway annotation that lets Lamia take over a server that serves from somebody else's Secret: comma-separated
 * `port=host=secret`, such as `443=shop.democluster.net=shop-tls`. The Secret stays as it is, and the server keeps naming
 * it until Lamia's own is published.
 */
export const replaceSecretsAnnotation = "lamia.dev/replace-secrets";

/**
 * What has been taken over, in the same format: the way back. The write that names Lamia's Secret moves the entry here, so
 * that nobody who names the old Secret again has Lamia against them.
 */
export const replacedSecretsAnnotation = "lamia.dev/replaced-secrets";

export interface ReplacedSecret extends PortAndHost {
  /** The old `credentialName`. */
  secret: string;
}

/** Reads the value of either annotation; parts that name no host or no Secret replace nothing. */
export function readReplacedSecrets(annotation: unknown): ReplacedSecret[] {
  if (typeof annotation !== "string") return [];
  return annotation.split(",").flatMap((part) => {
    const [, written = "", secret] = /^(.*)=\s*([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)\s*$/.exec(part) ?? [];
    const [entry] = parseSecuredHosts(written);
    return entry && secret ? [{ ...entry, secret }] : [];
  });
}

/** The value of an annotation, in which each port and host stands once; null if nothing is left to write. */
export function formatReplacedSecrets(entries: readonly ReplacedSecret[]): string | null {
  const byHost = new Map(entries.map((entry) => [`${entry.port}=${entry.host}`, entry.secret]));
  return [...byHost].map(([place, secret]) => `${place}=${secret}`).join(",") || null;
}

/** The entries without that of a port and host. */
export function withoutHost(entries: readonly ReplacedSecret[], of: PortAndHost): ReplacedSecret[] {
  return entries.filter(({ port, host }) => port !== of.port || host !== of.host);
}
