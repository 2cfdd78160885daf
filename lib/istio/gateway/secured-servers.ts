import type { GatewayObject, GatewayServer } from "@/lib/model/istio-objects";
import {
  credentialNameFor,
  type PortAndHost,
  parseSecuredHosts,
  securedHostsAnnotation,
  serverOf,
} from "@/lib/model/secured-hosts";

/**
 * The server of each entry in the secured-hosts annotation, as a walk sees it. A server takes one entry, the first one. A
 * server with Lamia's credential for a host that no server accepts is shown with that host, so that the form can say what is
 * wrong.
 */
export function securedHostByServer(
  servers: readonly GatewayServer[],
  entries: readonly PortAndHost[],
): Map<GatewayServer, string> {
  const taken = new Map<GatewayServer, string>();
  for (const entry of entries) {
    const credential = credentialNameFor(entry.host);
    const server =
      serverOf(entry, servers) ??
      servers.find(({ port, tls }) => port.number === entry.port && tls?.credentialName === credential);
    if (server && !taken.has(server)) taken.set(server, entry.host);
  }
  return taken;
}

/** Entries without a server: the form doesn't show them, so an edit keeps them. */
export function entriesWithoutServer(
  servers: readonly GatewayServer[],
  entries: readonly PortAndHost[],
): PortAndHost[] {
  const shown = securedHostByServer(servers, entries);
  return entries.filter(
    ({ port, host }) =>
      ![...shown].some(([server, secured]) => server.port.number === port && secured === host),
  );
}

/** The Secrets from which a server of a Gateway takes certificates, each with its place in the server. */
export function credentialsOf({ tls }: GatewayServer): { name: string; path: (string | number)[] }[] {
  const several = tls?.credentialNames ?? [];
  return [
    ...(tls?.credentialName ? [{ name: tls.credentialName, path: ["tls", "credentialName"] }] : []),
    ...several.map((name, index) => ({ name, path: ["tls", "credentialNames", index] })),
  ].filter(({ name }) => !name.includes("://"));
}

/** Whether Lamia itself writes this Secret for a Secured Host of the Gateway. */
export function isOwnCredential({ metadata }: GatewayObject, credentialName: string): boolean {
  return parseSecuredHosts(metadata.annotations?.[securedHostsAnnotation] ?? "").some(
    ({ host }) => credentialNameFor(host) === credentialName,
  );
}
