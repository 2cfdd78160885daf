import type { ClusterObjects, StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { listAt, numberAt, textsAt } from "@/sandbox/kubernetes/json/values";
import type { GatewaySpec } from "./istio-types";
import {
  bestPattern,
  byAge,
  type PortServer,
  readServerHost,
  type VirtualHosts,
  virtualHosts,
} from "./virtual-hosts";
import { type Frontend, frontends, type RunningPod, resources, runningPods, selects } from "./workloads";

/** What one port of a load balancer speaks; undefined when no Gateway has a server on it. */
interface PortServers {
  isTls: boolean;
  servers: PortServer[];
}

/**
 * Merges the Gateways of one set of proxies on one port, oldest first, as Istio does: the first server decides
 * whether the port speaks TLS, and a TLS server with a host of an older TLS server is dropped entirely.
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

/** A Gateway without a selector applies to every proxy. */
function appliesTo(selector: Record<string, string> | undefined, labels: Record<string, string>): boolean {
  return Object.keys(selector ?? {}).length === 0 || selects(selector, labels);
}

/** What one port of one load balancer address serves. */
export interface PortConfig {
  isTls: boolean;
  /** The namespace whose Secrets the proxy reads. */
  namespace: string;
  /** The TLS server for a server name ("" when the client sent none). */
  tlsServer(serverName: string): PortServer | undefined;
  /** Whether an EnvoyFilter turns 404 without a route into 421 if the request is for another host than the connection. */
  answersMisdirected(): boolean;
  /** The route table of the TLS server, or of all plain HTTP servers of the port. */
  routes(server: PortServer | undefined): VirtualHosts;
}

/** Everything that the ingress serves, from one snapshot of the cluster's objects. */
export interface IngressConfig {
  pods: RunningPod[];
  addresses: string[];
  /** The Service ports that the address exposes. */
  exposes(address: string, port: number): boolean;
  port(address: string, port: number): PortConfig | undefined;
}

/** Reads the cluster. Route tables are built on first use, because most hosts get no requests. */
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
          merged &&
            portConfig(merged.isTls, frontend.namespace, merged.servers, virtualServices, () =>
              answersMisdirected(frontend, objects),
            ),
        );
      }
      return ports.get(key);
    },
  };
}

/** Of EnvoyFilters, only what Lamia writes is understood: a mapper of Envoy's own answers with a status of 421. */
function answersMisdirected({ namespace, proxyLabels }: Frontend, objects: ClusterObjects): boolean {
  return objects.list(resources.envoyFilters).some(({ metadata, spec }) => {
    if (metadata.namespace !== namespace) return false;
    const selector = textsAt(spec, "workloadSelector", "labels");
    if (!proxyLabels.some((labels) => appliesTo(selector, labels))) return false;
    return listAt(spec, "configPatches").some((patch) =>
      listAt(patch, "patch", "value", "typed_config", "local_reply_config", "mappers").some(
        (mapper) => numberAt(mapper, "status_code") === 421,
      ),
    );
  });
}

function portConfig(
  isTls: boolean,
  namespace: string,
  servers: PortServer[],
  virtualServices: StoredObject[],
  answersMisdirected: () => boolean,
): PortConfig {
  const byPattern = new Map(
    servers.flatMap((server) => server.hosts.map(({ pattern }) => [pattern, server])),
  );
  const tables = new Map<PortServer | undefined, VirtualHosts>();
  return {
    isTls,
    namespace,
    answersMisdirected,
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
