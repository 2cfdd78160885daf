import { STATUS_CODES } from "node:http";
import type { AppResponse } from "@/sandbox/vamp-shop/app";
import { forward, plain, type Upstream } from "./forward";
import { bestPattern } from "./host-pattern";
import { redirectLocation } from "./rewrite";
import { matchRoute, type RoutedRequest } from "./route-match";
import type { VirtualHosts } from "./virtual-hosts";

/** A request with what redirects need beside what it is matched by. */
export interface IncomingRequest extends RoutedRequest {
  /** The Host header as it came, with its port. */
  host: string;
  search: string;
}

/** How the proxy asks for the destination in the namespace of the VirtualService. */
export type UpstreamFor = (namespace: string) => Upstream;

/** Answers one request by a route table: 404 where no host or no route takes it, as Envoy does. */
export async function routeRequest(
  table: VirtualHosts,
  request: IncomingRequest,
  upstreamFor: UpstreamFor,
  httpsPort: number,
): Promise<AppResponse> {
  const virtualHost = table.get(bestPattern(table.keys(), request.authority) ?? "");
  if (!virtualHost) return plain(404, "");
  if (virtualHost.httpsRedirect && request.scheme === "http") {
    // The Service's 443 may be mapped to an unprivileged port here, which the client has to be told.
    const port = httpsPort === 443 ? "" : `:${httpsPort}`;
    return redirected(301, `https://${request.authority}${port}${request.path}${request.search}`);
  }
  const matched = matchRoute(virtualHost.routes, request);
  if (!matched) return plain(404, "");
  const { route, namespace } = matched.bound;
  if (route.redirect) {
    return redirected(route.redirect.redirectCode ?? 301, redirectLocation(route.redirect, request));
  }
  if (route.directResponse) {
    const { status = 200, body } = route.directResponse;
    const text = body?.string ?? Buffer.from(body?.bytes ?? "", "base64").toString("utf8");
    return plain(status in STATUS_CODES ? status : 500, text);
  }
  const { method, path, query, headers } = request;
  return forward(upstreamFor(namespace), route, matched.match, { method, path, query, headers });
}

function redirected(status: number, location: string): AppResponse {
  return { status, headers: { location }, body: "" };
}
