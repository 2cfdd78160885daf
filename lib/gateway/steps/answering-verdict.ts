import type { Health } from "@/lib/model/health";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import type { HostRoutes } from "../host-routes";
import type { Exchange } from "./answering-requests";

/** What an answer that is not well comes to, without the fact. */
export type Verdict =
  | { state: "waiting"; note: string; retryInSeconds: number }
  | { state: "blocked"; note: string; remedy: string };

interface Judged {
  target: SecuredHost;
  health: Health;
  exchange: Exchange;
  routesOf(): Promise<HostRoutes>;
}

/** The ingress takes a moment to load a route; the wait grows if it lasts (see the schedule). */
const settlingInSeconds = 0.5;

/**
 * Who is at fault, as far as the mesh's picture tells: a route that is missing, a destination that has no pods, or the
 * app itself. Where the picture is all right the ingress may only be behind it, so that is a wait.
 */
export async function judgeAnswer(judged: Judged): Promise<Verdict> {
  const { exchange, target, health } = judged;
  const { status, upstreamMs } = exchange;
  const isByIngress = upstreamMs === null;
  if (isByIngress && status === 404) return noRoute(judged, await judged.routesOf());
  if (isByIngress && status === 503) return noUpstream(judged, await judged.routesOf());
  const who = isByIngress ? `${exchange.url} answered` : `The app behind ${exchange.url} answered`;
  const wanted = health.wanted === null ? "" : ", which health_status does not list";
  const because = exchange.reason ? ` (${exchange.reason})` : "";
  return {
    state: "blocked",
    note: `${who} ${status}${because}${wanted}.`,
    remedy:
      status >= 500
        ? "Look at the logs of the app that answers; it is asked again by itself."
        : `Let the app answer ${health.path}, or set health_path or health_status in the metadata of Gateway ${target.gateway.name} to what it should answer.`,
  };
}

function noRoute({ exchange, target, health }: Judged, routes: HostRoutes): Verdict {
  const gateway = `${target.gateway.namespace}/${target.gateway.name}`;
  const says = `${exchange.url} answered 404: the ingress has no route.`;
  if (routes.bound.length === 0) {
    const [other] = routes.elsewhere;
    if (other)
      return {
        state: "blocked",
        note: `${says} VirtualService ${other.name} has routes for ${target.host}, but names ${other.gateways.join(", ")} and not this Gateway.`,
        remedy: `Add ${gateway} to the gateways of VirtualService ${other.name}.`,
      };
    return {
      state: "blocked",
      note: `${says} No VirtualService names Gateway ${gateway} with ${target.host} among its hosts.`,
      remedy: `Create a VirtualService with the host ${target.host} and the gateway ${gateway}.`,
    };
  }
  const names = listOf(routes.bound);
  if (!routes.takesEveryPath)
    return {
      state: "blocked",
      note: `${says} None of the routes of VirtualService ${names} takes a GET of ${health.path}.`,
      remedy: `Set health_path in the metadata of Gateway ${target.gateway.name} to a path that has a route, or add a route for ${health.path}.`,
    };
  return {
    state: "waiting",
    note: `${says} VirtualService ${names} has one, which the ingress has not loaded yet. If this lasts, look at the findings of that VirtualService.`,
    retryInSeconds: settlingInSeconds,
  };
}

function noUpstream({ exchange }: Judged, routes: HostRoutes): Verdict {
  const reason = exchange.reason ? ` (${exchange.reason})` : "";
  const says = `${exchange.url} answered 503${reason}: the ingress reaches no pod.`;
  const culprit = routes.broken.find(({ remedy }) => remedy !== null) ?? routes.broken[0];
  if (!culprit)
    return {
      state: "waiting",
      note: `${says} What its routes lead to looks all right${routes.bound.length > 0 ? ` (VirtualService ${listOf(routes.bound)})` : ""}. If this lasts, check that the pods listen on the port that the Service names.`,
      retryInSeconds: settlingInSeconds,
    };
  const note = `${says} ${culprit.destination}: ${culprit.why}.`;
  return culprit.remedy === null
    ? { state: "waiting", note, retryInSeconds: settlingInSeconds }
    : { state: "blocked", note, remedy: culprit.remedy };
}

function listOf(names: readonly string[]): string {
  return names.length > 2
    ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`
    : names.join(" and ");
}
