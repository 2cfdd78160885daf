import type { GatewayServer } from "./object";
import type { GatewayServerForm } from "./server-form";

/**
 * For each server of the form the server of the object that it edits, if any: on the same port, the one that shares
 * most hosts, else the first that is left.
 */
export function matchServers(
  forms: readonly GatewayServerForm[],
  servers: readonly GatewayServer[],
): (GatewayServer | undefined)[] {
  const left = new Set(servers);
  return forms.map((form) => {
    const candidates = [...left].filter((server) => server.port.number === form.port);
    const best = candidates.sort((a, b) => shared(b, form) - shared(a, form))[0];
    if (best) left.delete(best);
    return best;
  });
}

function shared(server: GatewayServer, form: GatewayServerForm): number {
  return server.hosts.filter((host) => form.hosts.includes(host)).length;
}
