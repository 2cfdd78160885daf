import {
  credentialNameFor,
  type PortAndHost,
  parseSecuredHosts,
  securedHostsAnnotation,
} from "@/lib/gateway/secured-hosts";
import { dnsPart, hostCovers } from "@/lib/istio/fields/host";
import type { GatewayObject, GatewayServer } from "./object";

/**
 * Which server each entry of the secured-hosts annotation speaks of: on the entry's port, first the one that
 * names Lamia's credential for the host, then one that lists the host, then one that covers it. A server
 * takes one entry.
 */
export function securedHostByServer(
  servers: readonly GatewayServer[],
  entries: readonly PortAndHost[],
): Map<GatewayServer, string> {
  const taken = new Map<GatewayServer, string>();
  for (const { port, host } of entries) {
    const free = servers.filter((server) => server.port.number === port && !taken.has(server));
    const server =
      free.find(({ tls }) => tls?.credentialName === credentialNameFor(host)) ??
      free.find(({ hosts }) => hosts.some((listed) => dnsPart(listed) === host)) ??
      free.find(({ hosts }) => hosts.some((listed) => hostCovers(dnsPart(listed), host)));
    if (server) taken.set(server, host);
  }
  return taken;
}

/** Entries that no server answers to: the form does not show them, so an edit keeps them. */
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

/** The Secrets that a server of a Gateway takes certificates from, each with its place in the server. */
export function credentialsOf({ tls }: GatewayServer): { name: string; path: (string | number)[] }[] {
  const several = tls?.credentialNames ?? [];
  return [
    ...(tls?.credentialName ? [{ name: tls.credentialName, path: ["tls", "credentialName"] }] : []),
    ...several.map((name, index) => ({ name, path: ["tls", "credentialNames", index] })),
  ].filter(({ name }) => !name.includes("://"));
}

/** Whether it is the Secret that Lamia itself writes for a Secured Host of the Gateway. */
export function isOwnCredential({ metadata }: GatewayObject, credentialName: string): boolean {
  return parseSecuredHosts(metadata.annotations?.[securedHostsAnnotation] ?? "").some(
    ({ host }) => credentialNameFor(host) === credentialName,
  );
}
