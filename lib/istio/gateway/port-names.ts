import type { GatewayServer } from "./object";
import type { GatewayServerForm } from "./server-form";

/**
 * A port name for each server, unique in the Gateway as Istio requires: the present name where the protocol
 * is still the same, else `https-443`, and `https-443-1` for the next server on that port.
 */
export function portNames(
  forms: readonly GatewayServerForm[],
  earlier: readonly (GatewayServer | undefined)[],
): string[] {
  const kept = forms.map((form, index) => {
    const port = earlier[index]?.port;
    return port?.protocol.toUpperCase() === form.protocol && port.name ? port.name : null;
  });
  const used = new Set<string>();
  const unique = kept.map((name) => {
    if (!name || used.has(name)) return null;
    used.add(name);
    return name;
  });
  return forms.map((form, index) => unique[index] ?? fresh(form, used));
}

function fresh({ port, protocol }: GatewayServerForm, used: Set<string>): string {
  const base = `${protocol.toLowerCase()}-${port}`;
  let name = base;
  for (let count = 1; used.has(name); count++) name = `${base}-${count}`;
  used.add(name);
  return name;
}
