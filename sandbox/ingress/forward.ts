import type { AppRequest, AppResponse } from "@/sandbox/vamp-shop/app";
import type {
  HeaderOperations,
  HttpMatch,
  HttpRedirect,
  HttpRewrite,
  HttpRoute,
  RouteDestination,
} from "./istio-types";
import type { RunningPod } from "./workloads";

const unitMilliseconds: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a duration such as "1.5s" or "1h30m"; undefined when it is missing, zero or unreadable. */
export function durationMilliseconds(text: string | undefined): number | undefined {
  if (text === undefined || !/^(\d+(\.\d+)?(ms|h|m|s))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, amount = "0", unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)) {
    sum += Number(amount) * (unitMilliseconds[unit] ?? 0);
  }
  return sum > 0 ? sum : undefined;
}

/** What forwarding needs from its caller. */
export interface Upstream {
  /** The pods of a destination, or the answer to give instead. */
  find(destination: RouteDestination): { pods: RunningPod[] } | { status: number; body: string };
  /** Sends one request to one pod. */
  ask(pod: RunningPod, request: AppRequest): Promise<AppResponse>;
  sleep(milliseconds: number): Promise<void>;
  /** A random number in [0, 1). */
  random(): number;
}

/** Forwards a request with the route's weights, fault, rewrite, headers, retries and timeout. */
export async function forward(
  upstream: Upstream,
  route: HttpRoute,
  match: HttpMatch | undefined,
  request: AppRequest,
): Promise<AppResponse> {
  const fault = await injectFault(upstream, route.fault);
  if (fault) return fault;
  const chosen = byWeight(route.route ?? [], upstream.random());
  if (!chosen) return plain(503, "");
  const found = upstream.find(chosen);
  if (!("pods" in found)) return plain(found.status, found.body);
  const outgoing: AppRequest = {
    ...request,
    path: rewritePath(request.path, route.rewrite, match),
    headers: applyHeaders(
      { ...request.headers, ...(route.rewrite?.authority ? { host: route.rewrite.authority } : {}) },
      route.headers?.request,
      chosen.headers?.request,
    ),
  };
  const limit = durationMilliseconds(route.timeout);
  const answer = await within(upstream, limit, tryPods(upstream, found.pods, route.retries, outgoing));
  return {
    ...answer,
    headers: applyHeaders(answer.headers, route.headers?.response, chosen.headers?.response),
  };
}

async function injectFault(upstream: Upstream, fault: HttpRoute["fault"]): Promise<AppResponse | undefined> {
  const strikes = (percentage: { value?: number } | undefined) =>
    upstream.random() * 100 < (percentage?.value ?? 100);
  const delay = durationMilliseconds(fault?.delay?.fixedDelay);
  if (delay !== undefined && strikes(fault?.delay?.percentage)) await upstream.sleep(delay);
  const status = fault?.abort?.httpStatus;
  if (status === undefined || !strikes(fault?.abort?.percentage)) return undefined;
  return plain(status, "fault filter abort");
}

/** Picks a destination by weight; a single destination needs no weight. */
function byWeight(destinations: RouteDestination[], random: number): RouteDestination | undefined {
  if (destinations.length === 1) return destinations[0];
  const total = destinations.reduce((sum, { weight = 0 }) => sum + weight, 0);
  let point = random * total;
  return destinations.find(({ weight = 0 }) => {
    point -= weight;
    return point < 0;
  });
}

/** Istio's default: two retries of requests that didn't reach the app or got 503. */
async function tryPods(
  upstream: Upstream,
  pods: RunningPod[],
  retries: HttpRoute["retries"],
  request: AppRequest,
): Promise<AppResponse> {
  const attempts = 1 + (retries?.attempts ?? 2);
  const again = (status: number) => (retries?.retryOn?.includes("5xx") ? status >= 500 : status === 503);
  const perTry = durationMilliseconds(retries?.perTryTimeout);
  const first = Math.floor(upstream.random() * pods.length);
  let answer = plain(503, "no healthy upstream");
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const pod = pods[(first + attempt) % pods.length];
    if (!pod) break;
    answer = await within(upstream, perTry, upstream.ask(pod, request));
    if (!again(answer.status)) break;
  }
  return answer;
}

async function within(
  upstream: Upstream,
  limit: number | undefined,
  answer: Promise<AppResponse>,
): Promise<AppResponse> {
  if (limit === undefined) return answer;
  return Promise.race([answer, upstream.sleep(limit).then(() => plain(504, "upstream request timeout"))]);
}

/** An answer from the proxy itself. */
export function plain(status: number, body: string): AppResponse {
  return { status, headers: body === "" ? {} : { "content-type": "text/plain" }, body };
}

/** The path after a rewrite: a matched prefix is exchanged, any other match replaces the whole path. */
export function rewritePath(
  path: string,
  rewrite: HttpRewrite | undefined,
  match: HttpMatch | undefined,
): string {
  const { uri, uriRegexRewrite } = rewrite ?? {};
  if (uriRegexRewrite?.match !== undefined) {
    const pattern = regExp(uriRegexRewrite.match);
    // RE2 writes group references as \1, JavaScript as $1.
    const replacement = (uriRegexRewrite.rewrite ?? "").replaceAll("$", "$$$$").replace(/\\(\d)/g, "$$$1");
    return pattern ? path.replace(pattern, replacement) : path;
  }
  if (uri === undefined) return path;
  if (match?.uri?.exact !== undefined || match?.uri?.regex !== undefined) return uri;
  const prefix = match?.uri?.prefix ?? "/";
  const rewritten = uri + path.slice(prefix.length);
  return rewritten.replace(/^\/\/+/, "/");
}

/** The Location of a redirect; parts that the redirect doesn't set stay as in the request. */
export function redirectLocation(
  redirect: HttpRedirect,
  request: { scheme: string; host: string; path: string; search: string },
): string {
  const scheme = redirect.scheme || request.scheme;
  const [name = "", askedPort] = request.host.split(":");
  const authority = redirect.authority || name;
  const port = redirect.port ?? (redirect.scheme || redirect.authority ? undefined : askedPort);
  const { uri, ...regexOnly } = redirect;
  const path = uri ?? rewritePath(request.path, regexOnly, undefined);
  const search = path.includes("?") ? "" : request.search;
  return `${scheme}://${authority}${port === undefined ? "" : `:${port}`}${path}${search}`;
}

function regExp(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "g");
  } catch {
    return undefined;
  }
}

/** Applies set, add and remove, with remove last as in Envoy; returns a new map with lower-case names. */
export function applyHeaders(
  headers: Record<string, string>,
  ...operations: (HeaderOperations | undefined)[]
): Record<string, string> {
  const result = { ...headers };
  for (const { set = {}, add = {}, remove = [] } of operations.map((operation) => operation ?? {})) {
    for (const [name, value] of Object.entries(set)) result[name.toLowerCase()] = value;
    for (const [name, value] of Object.entries(add)) {
      const key = name.toLowerCase();
      result[key] = result[key] === undefined ? value : `${result[key]},${value}`;
    }
    for (const name of remove) delete result[name.toLowerCase()];
  }
  return result;
}
