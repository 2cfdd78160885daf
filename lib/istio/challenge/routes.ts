import type { GatewayObject, GatewayServer, Route, VirtualServiceObject } from "@/lib/model/istio-objects";
import type { SecuredHost } from "@/lib/model/secured-hosts";

/**
 * What an ingress needs so that it answers HTTP-01 challenges of a host, and nothing else changes.
 *
 * Envoy picks one virtual host for a request: the exact name, then the longest wildcard. A new virtual host for the exact
 * name would take every other path from a wildcard that serves it today. So the routes join the virtual host that
 * serves the host now; only where there is none, they get one for the exact name. On port 80, all Gateways of an ingress
 * share one table, and a Gateway of our own adds to this virtual host only: a VirtualService at somebody's Gateway would
 * reach all of its servers, and make virtual hosts in them.
 *
 * A server with `httpsRedirect` answers 301 for its whole virtual host before any route is asked (Envoy's `require_tls`), even
 * if another Gateway has the same host without it. CAs follow that redirect with any certificate, so the routes then
 * belong to the HTTPS server. Source: Istio, `buildGatewayHTTPRouteConfig` and `SortVHostRoutes`; tried with istiod and Envoy.
 */
export interface ChallengeRoutes {
  /** A Gateway of our own on port 80, which the VirtualService names; null where the HTTPS server has the routes. */
  gateway: { selector: Record<string, string>; servers: GatewayServer[] } | null;
  virtualService: { hosts: string[]; gateways: string[]; http: Route[] };
  /** Port 80 only redirects: the CA asks the server on port 443, and needs it to present some certificate. */
  isRedirected: boolean;
}

export interface Asked {
  target: Pick<SecuredHost, "host" | "gateway" | "selector">;
  /** Of our own Gateway, if one is needed. */
  ownGateway: string;
  challenges: readonly { token: string; keyAuthorization: string }[];
  /** All that apply to the pods of the ingress, without our own. */
  gateways: readonly GatewayObject[];
  virtualServices: readonly VirtualServiceObject[];
  ingress: {
    /** Of its pods. */
    namespace: string;
    service: string;
    /** Ports of Gateways that clients reach at port 80 and 443. */
    http: readonly number[];
    https: readonly number[];
  };
}

export interface InTheWay {
  note: string;
  remedy: string;
}

export function challengePath(token: string): string {
  return `/.well-known/acme-challenge/${token}`;
}

/** Where routes are bound: to a Gateway, for a domain, on a port. */
interface Place {
  gateway: string;
  domain: string;
  port: number;
}

/**
 * One exact path for each challenge, for this port alone: without a route for another port, Istio makes no virtual host
 * there. The ingress answers by itself, so the challenge needs no way to Lamia, and Lamia none from outside.
 */
export function routesAt(
  { challenges }: Asked,
  { gateway, domain, port }: Place,
): ChallengeRoutes["virtualService"] {
  return {
    hosts: [domain],
    gateways: [gateway],
    http: challenges.map(({ token, keyAuthorization }) => ({
      match: [{ uri: { exact: challengePath(token) }, port }],
      directResponse: { status: 200, body: { string: keyAuthorization } },
    })),
  };
}
