import type { FieldProblem } from "../fields/field-problem";
import { isTlsProtocol } from "./protocol";
import type { GatewayServerForm } from "./server-form";

/**
 * What is wrong between the servers of one Gateway: a port carries plain or TLS traffic but not both, and
 * neither a host nor a Secured Host twice (Istio drops the later server in silence). Several servers of one port may have
 * a Secured Host each: they are told apart by the name that a client asks for.
 */
export function gatewayProblems(servers: GatewayServerForm[]): FieldProblem[] {
  return servers.flatMap((server, index) => {
    const earlier = servers.slice(0, index).filter((other) => other.port === server.port);
    return [
      ...oneServerASecuredHost(server, index, earlier),
      ...oneKindOfTraffic(server, index, earlier),
      ...noSharedHost(server, index, earlier),
    ];
  });
}

function oneServerASecuredHost(server: GatewayServerForm, index: number, earlier: GatewayServerForm[]) {
  if (!server.securedHost || !earlier.some((other) => other.securedHost === server.securedHost)) return [];
  const message = `Another server on port ${server.port} has this Secured Host already`;
  return [{ path: ["servers", index, "securedHost"], message }];
}

function oneKindOfTraffic(server: GatewayServerForm, index: number, earlier: GatewayServerForm[]) {
  const other = earlier[0];
  if (!other || isTlsProtocol(other.protocol) === isTlsProtocol(server.protocol)) return [];
  const message = `Port ${server.port} speaks ${other.protocol} already; choose another port`;
  return [{ path: ["servers", index, "port"], message }];
}

function noSharedHost(server: GatewayServerForm, index: number, earlier: GatewayServerForm[]) {
  return server.hosts.flatMap((host, position) => {
    if (!earlier.some((other) => other.hosts.includes(host))) return [];
    const message = `“${host}” is on port ${server.port} already, and Istio would drop this server`;
    return [{ path: ["servers", index, "hosts", position], message }];
  });
}
