import type { ClusterObjects, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { frontends } from "./frontends";
import { bestPattern } from "./host-pattern";
import { type PortServer, portServers } from "./port-servers";
import { resources } from "./resources";
import { type VirtualHosts, virtualHosts } from "./virtual-hosts";
import { type RunningPod, runningPods } from "./workloads";

/** What one port of one load balancer address serves. */
export interface PortConfig {
  isTls: boolean;
  /** Where the proxy reads Secrets. */
  namespace: string;
  /** The TLS server for a server name ("" when the client sent none). */
  tlsServer(serverName: string): PortServer | undefined;
  /** The route table: of the TLS server, or of all plain HTTP servers of the port. */
  routes(server: PortServer | undefined): VirtualHosts;
}

/** Everything the ingress serves, as the cluster's objects say at one moment. */
export interface IngressConfig {
  pods: RunningPod[];
  addresses: string[];
  /** The Service ports that the address exposes. */
  exposes(address: string, port: number): boolean;
  port(address: string, port: number): PortConfig | undefined;
}

/** Reads the cluster. Route tables are made when they are first asked for: most hosts are not asked at all. */
export function readIngressConfig(objects: ClusterObjects): IngressConfig {
  const pods = runningPods(objects);
  const byAddress = new Map(frontends(objects, pods).map((frontend) => [frontend.address, frontend]));
  const gateways = objects.list(resources.gateways);
  const virtualServices = objects.list(resources.virtualServices);
  const ports = new Map<string, PortConfig | undefined>();
  return {
    pods,
    addresses: [...byAddress.keys()],
    exposes: (address, port) => byAddress.get(address)?.ports.includes(port) ?? false,
    port(address, port) {
      const key = `${address} ${port}`;
      if (!ports.has(key)) {
        const frontend = byAddress.get(address);
        const merged = frontend && portServers(frontend, port, gateways);
        ports.set(
          key,
          merged && portConfig(merged.isTls, frontend.namespace, merged.servers, virtualServices),
        );
      }
      return ports.get(key);
    },
  };
}

function portConfig(
  isTls: boolean,
  namespace: string,
  servers: PortServer[],
  virtualServices: StoredObject[],
): PortConfig {
  const byPattern = new Map(
    servers.flatMap((server) => server.hosts.map(({ pattern }) => [pattern, server])),
  );
  const tables = new Map<PortServer | undefined, VirtualHosts>();
  return {
    isTls,
    namespace,
    tlsServer: (serverName) => byPattern.get(bestPattern(byPattern.keys(), serverName.toLowerCase()) ?? ""),
    routes(server) {
      const known = tables.get(server);
      if (known) return known;
      const table = virtualHosts(server ? [server] : servers, virtualServices);
      tables.set(server, table);
      return table;
    },
  };
}
