import type { GatewayServer, SecuredHost } from "@/lib/gateway/model";
import { readSecuredHosts, securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import type { GatewayObject } from "./kinds";

/** What the Gateway's annotation asks for, in the order written; malformed parts are left out. */
export function securedHostsOf({ metadata, spec }: GatewayObject): SecuredHost[] {
  const { entries } = readSecuredHosts(metadata.annotations?.[securedHostsAnnotation]);
  const gateway = { namespace: metadata.namespace ?? "", name: metadata.name };
  return entries.map(({ port, host }) => ({
    host,
    port,
    gateway,
    selector: { ...spec?.selector },
    server: serverOn(port, host, spec),
  }));
}

/**
 * A port may have several servers, told apart by their hosts: of those that serve the host the one that lists it, else
 * the first. Null where none does, as another server's settings say nothing of this host.
 */
function serverOn(port: number, host: string, spec: GatewayObject["spec"]): GatewayServer | null {
  const servers = Array.isArray(spec?.servers) ? spec.servers : [];
  const serving = servers
    .map((server, index) => ({ server, index }))
    .filter(({ server }) => server?.port?.number === port)
    .filter(({ server }) => hostsOf(server).some((each) => serves(each, host)));
  const found =
    serving.find(({ server }) => hostsOf(server).some((each) => nameOf(each) === host)) ?? serving[0];
  if (!found) return null;
  const { server, index } = found;
  return {
    index,
    protocol: textOr(server.port?.protocol, ""),
    hosts: hostsOf(server),
    tlsMode: textOr(server.tls?.mode, null),
    credentialName: textOr(server.tls?.credentialName, null),
  };
}

/** An API server also holds objects that no schema has seen. */
function hostsOf({ hosts }: { hosts?: unknown }): string[] {
  return Array.isArray(hosts) ? hosts.filter((host) => typeof host === "string") : [];
}

function textOr<Else>(value: unknown, otherwise: Else): string | Else {
  return typeof value === "string" ? value : otherwise;
}

/** `[namespace/]dnsName`, where the name may be `*` or start with `*.`. */
function serves(gatewayHost: string, host: string): boolean {
  const name = nameOf(gatewayHost);
  if (name === "*" || name === host) return true;
  return name.startsWith("*.") && host.endsWith(name.slice(1)) && host !== name.slice(2);
}

function nameOf(gatewayHost: string): string {
  const name = gatewayHost.slice(gatewayHost.indexOf("/") + 1);
  return name.toLowerCase().replace(/\.$/, "");
}
