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
 * A port may have several servers, told apart by their hosts: the one that serves the host, else the first.
 */
function serverOn(port: number, host: string, spec: GatewayObject["spec"]): GatewayServer | null {
  const onPort = (spec?.servers ?? [])
    .map((server, index) => ({ server, index }))
    .filter(({ server }) => server.port.number === port);
  const found = onPort.find(({ server }) => server.hosts.some((each) => serves(each, host))) ?? onPort[0];
  if (!found) return null;
  const { server, index } = found;
  return {
    index,
    protocol: server.port.protocol,
    hosts: [...server.hosts],
    tlsMode: server.tls?.mode ?? null,
    credentialName: server.tls?.credentialName ?? null,
  };
}

/** `[namespace/]dnsName`, where the name may be `*` or start with `*.`. */
function serves(gatewayHost: string, host: string): boolean {
  const name = gatewayHost.slice(gatewayHost.indexOf("/") + 1).toLowerCase();
  if (name === "*" || name === host) return true;
  return name.startsWith("*.") && host.endsWith(name.slice(1)) && host !== name.slice(2);
}
