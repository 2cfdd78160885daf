import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import type { Frontend } from "./frontends";
import { readServerHost, type ServerHost } from "./host-pattern";
import type { GatewayServer, GatewaySpec } from "./istio-types";
import { selects } from "./selects";

/** A server of a Gateway that a port really serves. */
export interface PortServer {
  gateway: { name: string; namespace: string };
  hosts: ServerHost[];
  server: GatewayServer;
}

/** What one port of a load balancer speaks; undefined when no Gateway has a server on it. */
interface PortServers {
  isTls: boolean;
  servers: PortServer[];
}

/**
 * Merges the Gateways of one set of proxies on one port, oldest first, as Istio does: the first server decides
 * whether the port speaks TLS; a TLS server that names a host which an older one has is dropped whole.
 */
export function portServers(
  frontend: Frontend,
  port: number,
  gateways: StoredObject[],
): PortServers | undefined {
  const merged: PortServer[] = [];
  const taken = new Set<string>();
  let isTls: boolean | undefined;
  for (const gateway of byAge(gateways)) {
    const { selector, servers = [] } = (gateway.spec ?? {}) as GatewaySpec;
    if (!frontend.proxyLabels.some((labels) => appliesTo(selector, labels))) continue;
    const { name, namespace = "default" } = gateway.metadata;
    for (const server of servers) {
      if (server.port?.number !== port) continue;
      const speaksTls = ["HTTPS", "TLS"].includes((server.port.protocol ?? "").toUpperCase());
      isTls ??= speaksTls;
      if (speaksTls !== isTls) continue;
      const hosts = (server.hosts ?? []).map((host) => readServerHost(host, namespace));
      if (isTls && hosts.some(({ pattern }) => taken.has(pattern))) continue;
      for (const { pattern } of hosts) taken.add(pattern);
      merged.push({ gateway: { name, namespace }, hosts, server });
    }
  }
  return isTls === undefined ? undefined : { isTls, servers: merged };
}

/** Oldest first; objects of the same second by name, as Istio breaks ties. */
export function byAge(objects: StoredObject[]): StoredObject[] {
  const keyed = objects.map((object) => {
    const { name, namespace, creationTimestamp } = object.metadata;
    return { object, created: Date.parse(creationTimestamp), key: `${name}.${namespace}` };
  });
  keyed.sort((a, b) => a.created - b.created || (a.key < b.key ? -1 : 1));
  return keyed.map(({ object }) => object);
}

/** A Gateway without a selector applies to every proxy. */
function appliesTo(selector: Record<string, string> | undefined, labels: Record<string, string>): boolean {
  return Object.keys(selector ?? {}).length === 0 || selects(selector, labels);
}
