import { STATUS_CODES } from "node:http";
import type { AppResponse } from "@/sandbox/vamp-shop/app";
import { forward, plain, redirectLocation, type Upstream } from "./forward";
import type { HttpMatch, HttpRoute, StringMatch } from "./istio-types";
import { bestPattern, type VirtualHosts } from "./virtual-hosts";

/** The parts of a request that routes match. */
export interface RoutedRequest {
  method: string;
  scheme: "http" | "https";
  /** Host name without port, lower case. */
  authority: string;
  /** The Service port that received the request. */
  port: number;
  path: string;
  query: URLSearchParams;
  /** By lower-case name; multiple values are joined by ",". */
  headers: Record<string, string>;
}

/** A route and the match that selected it, which a rewrite needs. */
export interface MatchedRoute<Bound> {
  bound: Bound;
  match?: HttpMatch;
}

/** The first route that matches (Istio: "the first rule matching an incoming request is used"). */
export function matchRoute<Bound extends { route: HttpRoute }>(
  routes: readonly Bound[],
  request: RoutedRequest,
): MatchedRoute<Bound> | undefined {
  for (const bound of routes) {
    const matches = bound.route.match ?? [];
    if (matches.length === 0) return { bound };
    const match = matches.find((candidate) => holds(candidate, request));
    if (match) return { bound, match };
  }
  return undefined;
}

/** All conditions of one match must hold. */
function holds(match: HttpMatch, request: RoutedRequest): boolean {
  return (
    matchesText(match.uri, request.path, match.ignoreUriCase) &&
    matchesText(match.scheme, request.scheme) &&
    matchesText(match.method, request.method) &&
    matchesText(match.authority, request.authority) &&
    (match.port === undefined || match.port === request.port) &&
    Object.entries(match.headers ?? {}).every(([name, wanted]) => hasHeader(request, name, wanted)) &&
    !Object.entries(match.withoutHeaders ?? {}).some(([name, wanted]) => hasHeader(request, name, wanted)) &&
    Object.entries(match.queryParams ?? {}).every(([name, wanted]) => {
      const value = request.query.get(name);
      return value !== null && matchesText(wanted, value);
    })
  );
}

/** An empty match only requires the header to exist. */
function hasHeader(request: RoutedRequest, name: string, wanted: StringMatch): boolean {
  const value = request.headers[name.toLowerCase()];
  return value !== undefined && matchesText(wanted, value);
}

function matchesText(wanted: StringMatch | undefined, value: string, ignoreCase = false): boolean {
  if (wanted === undefined) return true;
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  if (wanted.exact !== undefined) return fold(value) === fold(wanted.exact);
  if (wanted.prefix !== undefined) return fold(value).startsWith(fold(wanted.prefix));
  if (wanted.regex !== undefined) return wholeMatch(wanted.regex)?.test(value) ?? false;
  return true;
}

/** RE2 in Istio matches the whole value. A pattern that JavaScript can't compile matches nothing. */
function wholeMatch(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern.replace(/^\(\?i\)/, "")})$`, pattern.startsWith("(?i)") ? "i" : "");
  } catch {
    return undefined;
  }
}

/** A request with what redirects need in addition. */
export interface IncomingRequest extends RoutedRequest {
  /** The Host header as received, with its port. */
  host: string;
  search: string;
}

/** How the proxy calls the destination, from the namespace of the VirtualService. */
export type UpstreamFor = (namespace: string) => Upstream;

/** What Envoy answers by itself when no host or route matches (response flag `NR`). */
export const notRouted: AppResponse = { status: 404, headers: {}, body: "" };

/** Answers one request from a route table: 404 when no host or route matches, as in Envoy. */
export async function routeRequest(
  table: VirtualHosts,
  request: IncomingRequest,
  upstreamFor: UpstreamFor,
  httpsPort: number,
): Promise<AppResponse> {
  const virtualHost = table.get(bestPattern(table.keys(), request.authority) ?? "");
  if (!virtualHost) return notRouted;
  if (virtualHost.httpsRedirect && request.scheme === "http") {
    // The Service's 443 may be an unprivileged local port, which the client must be sent to.
    const port = httpsPort === 443 ? "" : `:${httpsPort}`;
    return redirected(301, `https://${request.authority}${port}${request.path}${request.search}`);
  }
  const matched = matchRoute(virtualHost.routes, request);
  if (!matched) return notRouted;
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
