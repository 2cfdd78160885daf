import type { StoredObject } from "@/sandbox/kubernetes/cluster-objects";
import type { GatewayServer, HttpRoute, VirtualServiceSpec } from "./istio-types";

/** A route and the namespace that its short host names refer to. */
interface BoundRoute {
  route: HttpRoute;
  namespace: string;
}

/** A gateway proxy's routes, grouped by host pattern. */
export type VirtualHosts = Map<string, { routes: BoundRoute[]; httpsRedirect: boolean }>;

/** The virtual hosts of servers that share a route table: all plain HTTP servers of a port, or one TLS server. */
export function virtualHosts(servers: PortServer[], virtualServices: StoredObject[]): VirtualHosts {
  const table: VirtualHosts = new Map();
  const ordered = byAge(virtualServices);
  for (const { gateway, hosts, server } of servers) {
    const httpsRedirect = server.tls?.httpsRedirect === true;
    // A redirecting server answers for its hosts even if no VirtualService does.
    if (httpsRedirect) for (const { pattern } of hosts) add(table, pattern, [], true);
    const port = server.port?.number;
    for (const virtualService of ordered) {
      const namespace = virtualService.metadata.namespace ?? "default";
      const spec = (virtualService.spec ?? {}) as VirtualServiceSpec;
      if (!isBoundTo(spec.gateways, namespace, gateway)) continue;
      const routes = (spec.http ?? [])
        .filter((route) => isForPort(route, port))
        .map((route) => ({ route: forGateway(route, namespace, gateway), namespace }));
      // Without a route for the port, Istio makes no virtual host of it, which would hide a wildcard's.
      if (routes.length === 0) continue;
      for (const host of spec.hosts ?? []) {
        for (const serverHost of hosts) {
          if (serverHost.namespace !== undefined && serverHost.namespace !== namespace) continue;
          const domain = intersection(serverHost.pattern, host.toLowerCase());
          if (domain !== undefined) add(table, domain, routes, httpsRedirect);
        }
      }
    }
  }
  for (const virtualHost of table.values()) virtualHost.routes = catchAllLast(virtualHost.routes);
  return table;
}

function isForPort({ match }: HttpRoute, port: number | undefined): boolean {
  return !match?.length || match.some((each) => each.port === undefined || each.port === port);
}

/**
 * Istio moves routes for every path behind the others of a virtual host, which come from several VirtualServices
 * (`SortVHostRoutes`).
 */
function catchAllLast(routes: BoundRoute[]): BoundRoute[] {
  const isLast = ({ route: { match } }: BoundRoute) =>
    !match?.length ||
    match.some(({ uri, headers, withoutHeaders, queryParams, authority, method, scheme }) => {
      const takesEvery = !uri || uri.prefix === "/" || uri.regex === ".*";
      return takesEvery && !headers && !withoutHeaders && !queryParams && !authority && !method && !scheme;
    });
  return [...routes.filter((each) => !isLast(each)), ...routes.filter(isLast)];
}

function add(table: VirtualHosts, domain: string, routes: BoundRoute[], httpsRedirect: boolean): void {
  const known = table.get(domain);
  if (!known) table.set(domain, { routes: [...routes], httpsRedirect });
  else {
    known.routes.push(...routes.filter(({ route }) => !known.routes.some((bound) => bound.route === route)));
    known.httpsRedirect ||= httpsRedirect;
  }
}

/**
 * Whether `gateways` names the gateway, as "name" (same namespace) or "namespace/name"; without `gateways`, a route
 * applies to the mesh only.
 */
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

/** The route with only those matches that apply to the gateway (a match may name its own gateways). */
function forGateway(
  route: HttpRoute,
  namespace: string,
  gateway: { name: string; namespace: string },
): HttpRoute {
  const { match } = route;
  if (!match?.some(({ gateways }) => gateways?.length)) return route;
  const own = match.filter(({ gateways }) => !gateways?.length || isBoundTo(gateways, namespace, gateway));
  // A route without matches takes everything; a route whose matches are all for other gateways takes nothing.
  return own.length > 0 ? { ...route, match: own } : { ...route, match: [{ uri: { exact: "" } }] };
}

/** A Gateway server that a port actually serves. */
export interface PortServer {
  gateway: { name: string; namespace: string };
  hosts: ServerHost[];
  server: GatewayServer;
}

/** Oldest first; within a second by name, as Istio breaks ties. */
export function byAge(objects: StoredObject[]): StoredObject[] {
  const keyed = objects.map((object) => {
    const { name, namespace, creationTimestamp } = object.metadata;
    return { object, created: Date.parse(creationTimestamp), key: `${name}.${namespace}` };
  });
  keyed.sort((a, b) => a.created - b.created || (a.key < b.key ? -1 : 1));
  return keyed.map(({ object }) => object);
}

/** A host of a Gateway server: `[namespace/]dnsName`, where the namespace may be "*" or ".". */
export interface ServerHost {
  /** The namespace of the VirtualServices that may use it; undefined for any. */
  namespace?: string;
  /** A name, "*.suffix" or "*"; lower case. */
  pattern: string;
}

/** Parses a host of a Gateway in `gatewayNamespace`. */
export function readServerHost(text: string, gatewayNamespace: string): ServerHost {
  const slash = text.indexOf("/");
  if (slash === -1) return { pattern: text.toLowerCase() };
  const namespace = text.slice(0, slash);
  const pattern = text.slice(slash + 1).toLowerCase();
  if (namespace === "*") return { pattern };
  return { namespace: namespace === "." ? gatewayNamespace : namespace, pattern };
}

/** Whether the pattern covers the host name, or the narrower pattern. */
export function covers(pattern: string, host: string): boolean {
  if (pattern === "*" || pattern === host) return true;
  return pattern.startsWith("*.") && host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1;
}

/** The narrower of two patterns if one covers the other, as Istio intersects hosts; else undefined. */
export function intersection(one: string, other: string): string | undefined {
  if (covers(one, other)) return other;
  return covers(other, one) ? one : undefined;
}

/** The best pattern for a host, in Envoy's order: exact name, then the longest suffix, then "*". */
export function bestPattern(patterns: Iterable<string>, host: string): string | undefined {
  let best: string | undefined;
  for (const pattern of patterns) {
    if (!covers(pattern, host)) continue;
    if (pattern === host) return pattern;
    if (best === undefined || pattern.length > best.length) best = pattern;
  }
  return best;
}
