import { type Health, isWanted } from "@/lib/model/health";
import { Failure } from "../failure";
import type { HttpAsk, HttpReply, Prober } from "../prober";

/** A request, the redirects within its host that were followed, and the last answer. */
export interface Exchange {
  /** What was asked last. */
  url: string;
  address: string;
  status: number;
  server: string | null;
  contentType: string | null;
  /** Milliseconds that Envoy waited for who is behind it; null where it answered by itself, or does not say. */
  upstreamMs: number | null;
  reason: string | null;
  /** Time of all requests together. */
  milliseconds: number;
  redirects: readonly { url: string; status: number }[];
  /** Scheme, host and port of a redirect to another host: told, never followed. */
  leadsTo: string | null;
  /** Names of the certificate of the first request. */
  certificateNames: readonly string[];
}

const mostRedirects = 5;
const standardPorts: Record<string, number> = { "http:": 80, "https:": 443 };

/**
 * Asks for the health path, and follows redirects as long as they stay with the host: any port, scheme or path of it, at
 * the same address. Another host is never asked, wherever an answer points: what a site says must not choose whom this
 * panel talks to. A status that is asked for ends it. Throws `rejected` for redirects that do not end.
 */
export async function askFollowing(
  prober: Prober,
  { address, port, host, serial }: Pick<HttpAsk, "address" | "port" | "host"> & { serial: string },
  { path, wanted }: Health,
): Promise<Exchange> {
  let url = new URL(`https://${host}${port === 443 ? "" : `:${port}`}${path}`);
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
    if (redirects.length > mostRedirects || redirects.some((seen) => seen.url === shown(next)))
      throw new Failure(
        "rejected",
        `${host} redirects in a circle: ${redirects.map((each) => each.url).join(" → ")} → ${shown(next)}.`,
        {
          remedy:
            "Look at the redirects of its VirtualService and of the app, or set health_path on the Gateway.",
        },
      );
    url = next;
  }
}

function headOf({ status, server, contentType, upstreamMs, reason }: HttpReply) {
  return { status, server, contentType, upstreamMs, reason };
}

/** 304 and 300 lead nowhere by themselves (RFC 9110, section 15.4). */
function redirectOf({ status, location }: HttpReply, from: URL): URL | null {
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return null;
  return URL.canParse(location, from) ? new URL(location, from) : null;
}

function staysWith(url: URL, host: string): boolean {
  return (url.protocol === "https:" || url.protocol === "http:") && url.hostname.replace(/\.$/, "") === host;
}

/** Without a query: what an app puts there may be meant for one visitor only. */
function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function originOf(url: URL): string {
  return url.host === "" ? `${url.protocol}` : `${url.protocol}//${url.host}`;
}
