import { conditionInWords } from "@/components/condition/condition-in-words";
import { parseCondition } from "@/lib/istio/condition/parse";
import type { RouteForm, WeightForm } from "@/lib/istio/virtual-service/route-form";
import { texts } from "./texts";

const traffic = { http: texts.requests, tls: texts.tlsConnections, tcp: texts.tcpConnections } as const;

/** The traffic that a route takes: "All requests", "Requests whose path begins with /a". */
export function trafficInWords({ condition, protocol }: Pick<RouteForm, "condition" | "protocol">): string {
  const what = traffic[protocol] ?? texts.requests;
  const parsed = parseCondition(condition);
  if (!parsed.ok) return texts.whoMeet({ traffic: capital(what), condition });
  if (parsed.value === null) return texts.all({ traffic: what });
  return texts.whose({ traffic: capital(what), condition: conditionInWords(parsed.value) });
}

/** A destination as one line: "v1 of shop:9191". */
export function destinationInWords({ destination, port, subset }: Omit<WeightForm, "weight">): string {
  const place = port === undefined ? destination : `${destination}:${port}`;
  return subset ? texts.subsetOf({ subset, place }) : place;
}

/** Where a route leads and how, one sentence each. */
export function treatmentInWords(route: RouteForm): string[] {
  const { redirect, directResponse, delegate, rewrite, timeout, retries } = route;
  return [
    redirect ? texts.redirects({ target: redirectTarget(redirect) }) : "",
    directResponse ? texts.answersDirectly({ status: String(directResponse.status ?? 200) }) : "",
    delegate ? texts.delegates({ name: [delegate.namespace, delegate.name].filter(Boolean).join("/") }) : "",
    rewrite?.uri ? texts.rewritesPath({ path: rewrite.uri }) : "",
    rewrite?.authority ? texts.rewritesHost({ host: rewrite.authority }) : "",
    timeout ? texts.timesOut({ time: timeout }) : "",
    retries ? retriesInWords(retries) : "",
  ].filter(Boolean);
}

function retriesInWords({ attempts, perTryTimeout }: NonNullable<RouteForm["retries"]>): string {
  if (attempts === 0) return texts.neverRetries;
  const count = attempts ?? 0;
  return perTryTimeout ? texts.retriesWithin({ count, time: perTryTimeout }) : texts.retries({ count });
}

function redirectTarget({ uri, authority, scheme }: Record<string, unknown>): string {
  const host = [scheme ? `${String(scheme)}://` : "", authority ? String(authority) : ""].join("");
  return `${host}${uri ? String(uri) : ""}` || texts.sameAddress;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
