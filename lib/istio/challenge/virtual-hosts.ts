import { isExportedTo } from "@/lib/istio/rules/exports";
import { gatewayKeys, keyOf } from "@/lib/istio/rules/mesh/indexes";
import { dnsPart, hostCovers, sameName } from "@/lib/model/hosts";
import type { GatewayObject, GatewayServer, VirtualServiceObject } from "@/lib/model/istio-objects";
import { admits, hostsOf, intersection, isForPort, narrowness } from "./server-hosts";

export interface Looked {
  target: { host: string };
  virtualServices: readonly VirtualServiceObject[];
  /** Of the pods. */
  ingress: { namespace: string };
}

/** A server of a Gateway. */
export interface Served {
  gateway: GatewayObject;
  server: GatewayServer;
}

export function serversOn(
  { gateways }: { gateways: readonly GatewayObject[] },
  ports: readonly number[],
): Served[] {
  return gateways.flatMap((gateway) =>
    (gateway.spec.servers ?? [])
      .filter(({ port }) => ports.includes(port.number))
      .map((server) => ({ gateway, server })),
  );
}

/** The domain of a virtual host, and the servers from which it is made. */
interface VirtualHost {
  domain: string;
  servers: Served[];
}

/** The virtual host that serves the host now, among the servers of one route table; null if there is none. */
export function virtualHostOf(servers: readonly Served[], asked: Looked): VirtualHost | null {
  const found = new Map<string, Served[]>();
  for (const served of servers)
    for (const domain of domainsOf(served, asked))
      if (hostCovers(domain, sameName(asked.target.host)))
        found.set(domain, [...(found.get(domain) ?? []), served]);
  const domain = [...found.keys()].reduce<string | null>(
    (best, each) => (best === null || narrowness(each) > narrowness(best) ? each : best),
    null,
  );
  return domain === null ? null : { domain, servers: found.get(domain) ?? [] };
}

/** The domains of a server: those that it shares with its VirtualServices, and all of its hosts if it redirects. */
function domainsOf({ gateway, server }: Served, { virtualServices, ingress }: Looked): string[] {
  const own = hostsOf(server);
  const routed = virtualServices
    .filter(
      (each) =>
        gatewayKeys(each).includes(keyOf(gateway.metadata)) &&
        isExportedTo(each, ingress.namespace) &&
        (each.spec.http ?? []).some((route) => isForPort(route, server.port.number)),
    )
    .flatMap(({ spec, metadata }) =>
      (spec.hosts ?? []).flatMap((host) =>
        (server.hosts ?? [])
          .filter((each) => admits(each, gateway, metadata.namespace ?? ""))
          .flatMap((each) => intersection(sameName(dnsPart(each)), sameName(host)) ?? []),
      ),
    );
  return server.tls?.httpsRedirect === true ? [...routed, ...own] : routed;
}

/** The server that a client of the host reaches: the one with the narrowest matching pattern. */
export function narrowest(servers: readonly Served[], host: string): Served | null {
  const precision = ({ server }: Served) =>
    Math.max(
      -1,
      ...hostsOf(server).map((each) => (hostCovers(each, sameName(host)) ? narrowness(each) : -1)),
    );
  return servers.reduce<Served | null>((best, each) => {
    const mine = precision(each);
    return mine >= 0 && (best === null || mine > precision(best)) ? each : best;
  }, null);
}
