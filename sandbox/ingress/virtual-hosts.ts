import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import { intersection } from "./host-pattern";
import { byAge, type PortServer } from "./ingress-config";
import type { HttpRoute, VirtualServiceSpec } from "./istio-types";

/** A route with the namespace that its short host names are read in. */
interface BoundRoute {
  route: HttpRoute;
  namespace: string;
}

/** What a gateway proxy routes by: routes by the host pattern that they are for. */
export type VirtualHosts = Map<string, { routes: BoundRoute[]; httpsRedirect: boolean }>;

/**
 * The virtual hosts of the servers that share one route table: all plain HTTP servers of a port, or a single
 * TLS server.
 */
export function virtualHosts(servers: PortServer[], virtualServices: StoredObject[]): VirtualHosts {
  const table: VirtualHosts = new Map();
  const ordered = byAge(virtualServices);
  for (const { gateway, hosts, server } of servers) {
    const httpsRedirect = server.tls?.httpsRedirect === true;
    // A redirecting server answers for its hosts even where no VirtualService does.
    if (httpsRedirect) for (const { pattern } of hosts) add(table, pattern, [], true);
    for (const virtualService of ordered) {
      const namespace = virtualService.metadata.namespace ?? "default";
      const spec = (virtualService.spec ?? {}) as VirtualServiceSpec;
      if (!isBoundTo(spec.gateways, namespace, gateway)) continue;
      const routes = (spec.http ?? []).map((route) => ({
        route: forGateway(route, namespace, gateway),
        namespace,
      }));
      for (const host of spec.hosts ?? []) {
        for (const serverHost of hosts) {
          if (serverHost.namespace !== undefined && serverHost.namespace !== namespace) continue;
          const domain = intersection(serverHost.pattern, host.toLowerCase());
          if (domain !== undefined) add(table, domain, routes, httpsRedirect);
        }
      }
    }
  }
  return table;
}

function add(table: VirtualHosts, domain: string, routes: BoundRoute[], httpsRedirect: boolean): void {
  const known = table.get(domain);
  if (!known) table.set(domain, { routes: [...routes], httpsRedirect });
  else {
    known.routes.push(...routes.filter(({ route }) => !known.routes.some((bound) => bound.route === route)));
    known.httpsRedirect ||= httpsRedirect;
  }
}

/** Whether `gateways` names the gateway, as "name" (same namespace) or "namespace/name"; absent means mesh only. */
function isBoundTo(
  gateways: string[] | undefined,
  namespace: string,
  gateway: { name: string; namespace: string },
): boolean {
  return (gateways ?? []).some((reference) => {
    const [first = "", second] = reference.split("/");
    return second === undefined
      ? first === gateway.name && namespace === gateway.namespace
      : second === gateway.name && first === gateway.namespace;
  });
}

/** The route with only those matches that hold at the gateway (a match may name gateways of its own). */
function forGateway(
  route: HttpRoute,
  namespace: string,
  gateway: { name: string; namespace: string },
): HttpRoute {
  const { match } = route;
  if (!match?.some(({ gateways }) => gateways?.length)) return route;
  const own = match.filter(({ gateways }) => !gateways?.length || isBoundTo(gateways, namespace, gateway));
  // Without a match a route takes everything; one whose matches are all for other gateways takes nothing.
  return own.length > 0 ? { ...route, match: own } : { ...route, match: [{ uri: { exact: "" } }] };
}
