import type { GatewayObject, GatewayServer, Route, VirtualServiceObject } from "@/lib/model/istio-objects";
import type { SecuredHost } from "@/lib/model/secured-hosts";

/**
 * What makes an ingress answer HTTP-01 challenges of a host without any other change.
 *
 * Envoy picks one virtual host for a request: the exact name, then the longest wildcard. A new virtual host for the exact
 * name would take every other path away from a wildcard that serves it today. So the routes join the virtual host that serves
 * the host now, and get one for the exact name only if there is none. On port 80, all Gateways of an ingress share one table,
 * and our own Gateway adds only to this virtual host: a VirtualService at a foreign Gateway would apply to all of its
 * servers, and create virtual hosts in them.
 *
 * A server with `httpsRedirect` answers 301 for its whole virtual host before it looks at any route (Envoy's `require_tls`),
 * even if another Gateway has the same host without the redirect. CAs follow that redirect and accept any certificate, so the
 * routes then go to the HTTPS server. Source: Istio, `buildGatewayHTTPRouteConfig` and `SortVHostRoutes`; tried with istiod
 * and Envoy.
 */
export interface ChallengeRoutes {
  /** Our own Gateway on port 80, which the VirtualService names; null if the routes go to the HTTPS server. */
  gateway: { selector: Record<string, string>; servers: GatewayServer[] } | null;
  virtualService: { hosts: string[]; gateways: string[]; http: Route[] };
  /** Port 80 only redirects: the CA asks the server on port 443, which has to present some certificate. */
  isRedirected: boolean;
}

export interface Asked {
  target: Pick<SecuredHost, "host" | "gateway" | "selector">;
  /** For our own Gateway, if one is needed. */
  ownGateway: string;
  challenges: readonly { token: string; keyAuthorization: string }[];
  /** All that apply to the pods of the ingress, except our own. */
  gateways: readonly GatewayObject[];
  virtualServices: readonly VirtualServiceObject[];
  ingress: {
    /** Of its pods. */
    namespace: string;
    service: string;
    /** The Gateways' ports that clients reach through port 80 and port 443. */
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

/** Where routes apply: at a Gateway, for a domain, on a port. */
interface Place {
  gateway: string;
  domain: string;
  port: number;
}

/**
 * One exact path for each challenge, for this port alone: without a route for another port, Istio creates no virtual host
 * there. The ingress answers by itself, so neither the challenge nor anything else from outside has to reach Lamia.
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
