import { Failure } from "@/lib/gateway/failure";
import type { HttpAsk, HttpReply, Prober } from "@/lib/gateway/prober";
import { texts } from "@/lib/gateway/texts";
import { hostInUrl } from "@/lib/model/dns-name";
import { type Health, isWanted } from "@/lib/model/health";
import type { HostRoutes } from "@/lib/model/hosts";
import type { SecuredHost } from "@/lib/model/secured-hosts";

/** A request, the redirects within its host that were followed, and the last response. */
export interface Exchange {
  /** The last URL requested. */
  url: string;
  address: string;
  status: number;
  server: string | null;
  contentType: string | null;
  /** Milliseconds that Envoy waited for the upstream; null if Envoy answered itself or doesn't say. */
  upstreamMs: number | null;
  reason: string | null;
  /** Total time of all requests. */
  milliseconds: number;
  redirects: readonly { url: string; status: number }[];
  /** Scheme, host and port of a redirect to another host, which is not followed. */
  leadsTo: string | null;
  /** Names of the certificate of the first request. */
  certificateNames: readonly string[];
}

const mostRedirects = 5;
const standardPorts: Record<string, number> = { "http:": 80, "https:": 443 };

/**
 * Requests the health path and follows redirects within the host (any port, scheme or path), at the same address.
 * It never contacts another host, wherever a redirect points: a site must not choose whom this panel talks to.
 * Stops at an expected status. Throws `rejected` for redirects that don't end.
 */
export async function askFollowing(
  prober: Prober,
  { address, port, host, serial }: Pick<HttpAsk, "address" | "port" | "host"> & { serial: string },
  { path, wanted }: Health,
): Promise<Exchange> {
  let url = new URL(`https://${hostInUrl(host)}${port === 443 ? "" : `:${port}`}${path}`);
  const redirects: { url: string; status: number }[] = [];
  let certificateNames: readonly string[] = [];
  let milliseconds = 0;
  for (;;) {
    const isFirst = redirects.length === 0;
    const reply = await prober.request({
      scheme: url.protocol === "http:" ? "http" : "https",
      address,
      port: Number(url.port) || (standardPorts[url.protocol] ?? 443),
      host,
      path: url.pathname + url.search,
      serial: isFirst ? serial : null,
    });
    if (isFirst) certificateNames = reply.names;
    milliseconds += reply.milliseconds;
    const isEnd = wanted !== null && isWanted(reply.status, wanted);
    const next = isEnd ? null : redirectOf(reply, url);
    if (next === null || !staysWith(next, host))
      return {
        url: shown(url),
        address,
        ...headOf(reply),
        milliseconds,
        redirects,
        leadsTo: next && originOf(next),
        certificateNames,
      };
    redirects.push({ url: shown(url), status: reply.status });
    const circle = [...redirects.map((each) => each.url), shown(next)].join(" → ");
    if (redirects.length > mostRedirects || redirects.some((seen) => seen.url === shown(next)))
      throw new Failure("rejected", texts.redirectCircle({ host, urls: circle }), {
        remedy: texts.redirectCircleRemedy,
      });
    url = next;
  }
}

function headOf({ status, server, contentType, upstreamMs, reason }: HttpReply) {
  return { status, server, contentType, upstreamMs, reason };
}

/** 304 and 300 redirect nowhere by themselves (RFC 9110, section 15.4). */
function redirectOf({ status, location }: HttpReply, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return null;
  return URL.canParse(location, from) ? new URL(location, from) : null;
}

function staysWith(url: URL, host: string): boolean {
  return (
    (url.protocol === "https:" || url.protocol === "http:") &&
    url.hostname.replace(/\.$/, "") === hostInUrl(host)
  );
}

/** Without the query, which may contain something meant for one visitor only. */
function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function originOf(url: URL): string {
  return url.host === "" ? `${url.protocol}` : `${url.protocol}//${url.host}`;
}

/** The outcome for a bad response, without the fact. */
export type Verdict =
  | { state: "waiting"; note: string; retryInSeconds: number }
  | { state: "blocked"; note: string; remedy: string; wokenByCluster?: true };

interface Judged {
  target: SecuredHost;
  health: Health;
  exchange: Exchange;
  routesOf(): Promise<HostRoutes>;
}

/** The ingress takes a moment to load a route; the wait grows if the response stays the same (see the schedule). */
const settlingInSeconds = 0.5;

/**
 * Who is at fault according to the mesh: a missing route, a destination without pods, or the app itself. If the
 * mesh looks right, the ingress may only be behind, so the step waits.
 */
export async function judgeAnswer(judged: Judged): Promise<Verdict> {
  const { exchange, target, health } = judged;
  const { status, upstreamMs, url } = exchange;
  const isByIngress = upstreamMs === null;
  if (isByIngress && status === 404) return noRoute(judged, await judged.routesOf());
  if (isByIngress && status === 503) return noUpstream(judged, await judged.routesOf());
  const isListed = health.wanted === null;
  const answered = isByIngress
    ? isListed
      ? texts.ingressAnswered
      : texts.ingressAnsweredUnlisted
    : isListed
      ? texts.appAnswered
      : texts.appAnsweredUnlisted;
  return {
    state: "blocked",
    note: answered({ url, status: statusOf(exchange) }),
    remedy:
      status >= 500
        ? texts.serverErrorRemedy
        : texts.healthRemedy({ path: health.path, gateway: target.gateway.name }),
  };
}

function noRoute({ exchange, target, health }: Judged, routes: HostRoutes): Verdict {
  const gateway = `${target.gateway.namespace}/${target.gateway.name}`;
  const says = texts.noRoute({ url: exchange.url });
  if (routes.bound.length === 0) {
    const [other] = routes.elsewhere;
    if (other)
      return {
        state: "blocked",
        wokenByCluster: true,
        note: texts.routesOfOthers({
          says,
          name: other.name,
          host: target.host,
          gateways: other.gateways.join(", "),
        }),
        remedy: texts.routesOfOthersRemedy({ gateway, name: other.name }),
      };
    return {
      state: "blocked",
      wokenByCluster: true,
      note: texts.noVirtualService({ says, host: target.host, gateway }),
      remedy: texts.noVirtualServiceRemedy({ host: target.host, gateway }),
    };
  }
  const names = listOf(routes.bound);
  if (!routes.takesEveryPath)
    return {
      state: "blocked",
      wokenByCluster: true,
      note: texts.noRouteForPath({ says, names, path: health.path }),
      remedy: texts.noRouteForPathRemedy({ path: health.path, gateway: target.gateway.name }),
    };
  return {
    state: "waiting",
    note: texts.routeNotLoaded({ says, names }),
    retryInSeconds: settlingInSeconds,
  };
}

function noUpstream({ exchange }: Judged, routes: HostRoutes): Verdict {
  const says = texts.noPod({ url: exchange.url, status: statusOf(exchange) });
  const culprit = routes.broken.find(({ remedy }) => remedy !== null) ?? routes.broken[0];
  if (!culprit)
    return {
      state: "waiting",
      note:
        routes.bound.length === 0
          ? texts.routesLookRight({ says })
          : texts.routesOfLookRight({ says, names: listOf(routes.bound) }),
      retryInSeconds: settlingInSeconds,
    };
  const note = `${says} ${culprit.why}`;
  return culprit.remedy === null
    ? { state: "waiting", note, retryInSeconds: settlingInSeconds }
    : { state: "blocked", wokenByCluster: true, note, remedy: culprit.remedy };
}

/** The status, and the ingress's reason for it. */
function statusOf({ status, reason }: Exchange): string {
  return reason ? `${status} (${reason})` : String(status);
}

function listOf(names: readonly string[]): string {
  return names.length > 2
    ? texts.moreNames({ names: names.slice(0, 2).join(", "), count: names.length - 2 })
    : names.reduce((first, second) => texts.and({ first, second }));
}
