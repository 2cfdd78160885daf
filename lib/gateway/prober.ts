import type { HostRoutes } from "@/lib/model/hosts";
import type { GatewayName } from "@/lib/model/secured-hosts";

export interface Handshake {
  serial: string;
  issuer: string;
  names: string[];
  /**
   * Whether the chain leads to a root that browsers trust, one of Mozilla's as shipped with Node. Null if the
   * handshake ended before that was checked, because the server required a client certificate.
   */
  trusted: boolean | null;
}

/** One GET request for a host, to one of its addresses. */
export interface HttpAsk {
  scheme: "https" | "http";
  address: string;
  port: number;
  /** SNI, and the Host header with the port unless it is the scheme's default. */
  host: string;
  /** Path and query. */
  path: string;
  /** Send the request only to a server with this certificate serial number; null for any server. */
  serial: string | null;
  /** The whole body that is expected, but for white space at its end; nothing else of a body is returned. */
  expectedBody?: string;
}

export interface HttpReply {
  status: number;
  /** As received, not resolved. */
  location: string | null;
  /** The `server` header. */
  server: string | null;
  contentType: string | null;
  /** `x-envoy-upstream-service-time`: present if Envoy forwarded a response; Envoy's own responses have none. */
  upstreamMs: number | null;
  /** Whether the body is the expected one; missing if none was. */
  isExpected?: boolean;
  /** Why Envoy itself answered, if it says so. */
  reason: string | null;
  /** Names of the presented certificate; empty without TLS. */
  names: string[];
  /** From the first packet to the head of the response. */
  milliseconds: number;
}

export interface Prober {
  /** One TLS handshake with SNI = host; throws `unreachable` with the reason. */
  handshake(address: string, port: number, host: string): Promise<Handshake>;
  /**
   * One request over a new connection, to this address and nowhere else. Returns redirects without following them. Throws
   * `unreachable` with the reason, and `conflict` if the server presents another certificate.
   */
  request(ask: HttpAsk): Promise<HttpReply>;
}

/** What walks ask about the mesh. Answered from the watched cache, without a request. */
export interface MeshPicture {
  routesOf(gateway: GatewayName, host: string): Promise<HostRoutes>;
}
