import type { HostRoutes } from "@/lib/model/hosts";
import type { GatewayName } from "@/lib/model/secured-hosts";

export interface Handshake {
  serial: string;
  issuer: string;
  names: string[];
  /**
   * Whether the chain leads to a root that browsers trust: one of Mozilla's, as Node comes with them; null where the
   * handshake ended before that was looked at, as the server wanted a client's certificate.
   */
  trusted: boolean | null;
}

/** One GET of a host at one of its addresses. */
export interface HttpAsk {
  scheme: "https" | "http";
  address: string;
  port: number;
  /** SNI, and the Host header with the port where it is not the scheme's own. */
  host: string;
  /** Path and query. */
  path: string;
  /** The request is sent only to who shows the certificate with this serial; null for whoever answers. */
  serial: string | null;
}

export interface HttpReply {
  status: number;
  /** As it came, resolved by nobody. */
  location: string | null;
  /** The `server` header. */
  server: string | null;
  contentType: string | null;
  /** `x-envoy-upstream-service-time`: Envoy passed on an answer from behind it; its own answers have none. */
  upstreamMs: number | null;
  /** Why Envoy answered by itself, as far as it says. */
  reason: string | null;
  /** Names of the certificate that was shown; empty without TLS. */
  names: string[];
  /** From the first packet to the head of the answer. */
  milliseconds: number;
}

export interface Prober {
  /** One TLS handshake with SNI = host; throws `unreachable` with what happened. */
  handshake(address: string, port: number, host: string): Promise<Handshake>;
  /**
   * One request over a new connection, to this address and nowhere else: redirects are reported, not followed. Throws
   * `unreachable` with what happened, and `conflict` where another certificate is shown.
   */
  request(ask: HttpAsk): Promise<HttpReply>;
}

/** The mesh as far as a walk asks about it: from what is watched, without a request. */
export interface MeshPicture {
  routesOf(gateway: GatewayName, host: string): Promise<HostRoutes>;
}
