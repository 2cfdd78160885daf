import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

export interface SandboxPorts {
  kubernetes: number;
  cloudDns: number;
  dns: number;
  registrar: number;
  acme: number;
  ingress: { https: number; http: number };
  levers: number;
  dnsProviders: number;
  identity: number;
}

/** The sandbox's ports, counted from a base (18000 gives 18000–18009). */
export function portsFrom(base: number): SandboxPorts {
  return {
    kubernetes: base,
    cloudDns: base + 1,
    dns: base + 2,
    registrar: base + 3,
    acme: base + 4,
    ingress: { https: base + 5, http: base + 6 },
    levers: base + 7,
    dnsProviders: base + 8,
    identity: base + 9,
  };
}

/**
 * Free ports: 0, so that each server picks its own. The ingress listens on several addresses and needs fixed ports.
 */
export async function freePorts(ingressAddress: string): Promise<SandboxPorts> {
  const [https, http] = await Promise.all([canListen(ingressAddress, 0), canListen(ingressAddress, 0)]);
  return {
    kubernetes: 0,
    cloudDns: 0,
    dns: 0,
    registrar: 0,
    acme: 0,
    ingress: { https, http },
    levers: 0,
    dnsProviders: 0,
    identity: 0,
  };
}

/**
 * Listens for a moment, to find out early whether a port is free. Port 0 picks one.
 * @throws the listening error (EADDRINUSE)
 */
export async function canListen(address: string, wanted: number): Promise<number> {
  const server = createServer().listen(wanted, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts one server. If its port is in use, throws an Error that names the port and the remedy.
 * @param what e.g. "the Kubernetes API"
 */
export async function orPortInUse<Started>(what: string, start: () => Promise<Started>): Promise<Started> {
  try {
    return await start();
  } catch (error) {
    const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
    if (code !== "EADDRINUSE") throw error;
    throw new Error(
      `Port ${port} on ${address} is in use, so the sandbox cannot start ${what} there. ` +
        "Stop what uses it (another sandbox?), or move all of the sandbox's ports by LAMIA_SANDBOX_PORT_BASE.",
      { cause: error },
    );
  }
}
