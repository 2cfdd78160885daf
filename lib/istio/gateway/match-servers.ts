import { pairUp } from "../fields/pair-up";
import type { GatewayServer } from "./object";
import type { GatewayServerForm } from "./server-form";

/**
 * For each server of the form that of the object which it edits: on the same port, sharing the most hosts.
 */
export function matchServers(
  forms: readonly GatewayServerForm[],
  servers: readonly GatewayServer[],
): (GatewayServer | undefined)[] {
  return pairUp(forms, servers, (form, server) =>
    form.port === server.port.number
      ? 1 + server.hosts.filter((host) => form.hosts.includes(host)).length
      : 0,
  );
}
