import { conditionInWords } from "@/components/condition/condition-in-words";
import { parseCondition } from "@/lib/istio/condition/parse";
import type { RouteForm, WeightForm } from "@/lib/istio/virtual-service/route-form";

const traffic = { http: "requests", tls: "TLS connections", tcp: "TCP connections" } as const;

/** Which traffic a route takes: "All requests", "Requests whose path begins with /a". */
export function trafficInWords({ condition, protocol }: Pick<RouteForm, "condition" | "protocol">): string {
  const what = traffic[protocol] ?? "requests";
  const parsed = parseCondition(condition);
  if (!parsed.ok) return `${capital(what)} that meet: ${condition}`;
  if (parsed.value === null) return `All ${what}`;
  return `${capital(what)} whose ${conditionInWords(parsed.value)}`;
}

/** A destination as one line: "v1 of shop:9191". */
export function destinationInWords({ destination, port, subset }: Omit<WeightForm, "weight">): string {
  const place = port === undefined ? destination : `${destination}:${port}`;
  return subset ? `${subset} of ${place}` : place;
}

/** Where a route leads and how, one sentence each. */
export function treatmentInWords(route: RouteForm): string[] {
  const { redirect, directResponse, delegate, rewrite, timeout, retries } = route;
  return [
    redirect ? `Answered with a redirect to ${redirectTarget(redirect)}.` : "",
    directResponse ? `Answered directly with status ${String(directResponse.status ?? 200)}.` : "",
    delegate
      ? `Decided by the Virtual Service ${[delegate.namespace, delegate.name].filter(Boolean).join("/")}.`
      : "",
    rewrite?.uri ? `The path is rewritten to ${rewrite.uri}.` : "",
    rewrite?.authority ? `The host is rewritten to ${rewrite.authority}.` : "",
    timeout ? `Given up after ${timeout}.` : "",
    retries ? retriesInWords(retries) : "",
  ].filter(Boolean);
}

function retriesInWords({ attempts, perTryTimeout }: NonNullable<RouteForm["retries"]>): string {
  if (attempts === 0) return "Never tried again.";
  const each = perTryTimeout ? `, each within ${perTryTimeout}` : "";
  return `Tried again up to ${attempts} ${attempts === 1 ? "time" : "times"}${each}.`;
}

function redirectTarget({ uri, authority, scheme }: Record<string, unknown>): string {
  const host = [scheme ? `${String(scheme)}://` : "", authority ? String(authority) : ""].join("");
  return `${host}${uri ? String(uri) : ""}` || "the same address";
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
