import { isTlsProtocol } from "@/lib/istio/gateway/protocol";
import { isIpAddress } from "@/lib/model/dns-name";
import { dnsPart, hostCovers, hostFromTyped } from "@/lib/model/hosts";
import { securedHostProblem } from "@/lib/model/secured-hosts";
import { texts } from "./texts";

/** The fields of a server that a Secured Host affects, as in the form. */
export interface ServerValues {
  hosts: readonly string[];
  port: unknown;
  protocol: string;
}

interface SecuredServer {
  values: ServerValues;
  /** What was set, in words; empty when nothing was. */
  said: string[];
}

/**
 * A server as its Secured Host needs it: with HTTPS, on port 443 instead of the port of plain HTTP, and with the
 * host among its hosts. The new host replaces `previous`, the old Secured Host, in the hosts. Null while the host
 * is not a valid name.
 */
export function secureServer(
  host: string,
  server: ServerValues,
  previous: string | null,
): SecuredServer | null {
  const name = hostFromTyped(host);
  if (name === "" || securedHostProblem(name) !== null) return null;
  const said: string[] = [];

  let { protocol, port } = server;
  if (!isTlsProtocol(protocol)) {
    protocol = "HTTPS";
    said.push(texts.setProtocol);
  }
  if (port === 80 || port === undefined || port === "") {
    port = 443;
    said.push(texts.setPort);
  }
  // Clients name no host when they connect to an IP address.
  const wanted = isIpAddress(name) ? "*" : name;
  const hosts = hostsWith(wanted, server.hosts, previous);
  if (hosts !== server.hosts) said.push(texts.setHost({ host: wanted }));
  return { values: { hosts, port, protocol }, said };
}

function hostsWith(name: string, hosts: readonly string[], previous: string | null): readonly string[] {
  const isPlaceholder = hosts.length === 0 || (hosts.length === 1 && (hosts[0] === "" || hosts[0] === "*"));
  if (isPlaceholder) return [name];
  if (previous && previous !== name && hosts.includes(previous))
    return hosts.map((each) => (each === previous ? name : each));
  if (hosts.some((each) => hostCovers(dnsPart(each), name))) return hosts;
  return [...hosts.filter((each) => each !== ""), name];
}
