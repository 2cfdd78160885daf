import { matchFromCondition } from "@/lib/istio/condition/match";
import { parseCondition } from "../condition/parse";
import type { FieldProblem } from "../fields/field-problem";
import type { RouteForm } from "./route-form";

/** Everything wrong with one route whose single fields are right, in the order of the form. */
export function routeProblems(route: RouteForm): FieldProblem[] {
  return [condition, onlyHttp, retries, target, weights].flatMap((rule) => rule(route));
}

/** The server names that a TLS route is for; none while it is not known for which. */
export function serverNames({ protocol, condition: text }: RouteForm): string[] {
  const parsed = protocol === "tls" ? parseCondition(text) : null;
  const result = parsed?.ok ? matchFromCondition(parsed.value, protocol) : null;
  const named = result?.ok && result.value.every(({ sniHosts }) => sniHosts);
  return named ? result.value.flatMap(({ sniHosts }) => sniHosts ?? []) : [];
}

/** What a TCP or TLS route cannot have. */
const httpFields = [
  "name",
  "timeout",
  "rewrite",
  "retries",
  "redirect",
  "directResponse",
  "delegate",
] as const;

function condition(route: RouteForm): FieldProblem[] {
  const parsed = parseCondition(route.condition);
  const result = parsed.ok ? matchFromCondition(parsed.value, route.protocol) : parsed;
  if (!result.ok) {
    const { message, start } = result.problem;
    return [{ path: ["condition"], message: `${message} (at character ${start + 1})` }];
  }
  const complete = result.value.length > 0 && result.value.every(({ sniHosts }) => sniHosts);
  if (route.protocol !== "tls" || complete) return [];
  const message = 'A TLS route needs the server names it is for, such as sni "shop.example.com"';
  return [{ path: ["condition"], message }];
}

function onlyHttp(route: RouteForm): FieldProblem[] {
  if (route.protocol === "http") return [];
  return httpFields
    .filter((field) => route[field] !== undefined)
    .map((field) => ({
      path: [field],
      message: `Only HTTP routes have this; the route is ${route.protocol}`,
    }));
}

function retries({ retries: settings }: RouteForm): FieldProblem[] {
  if (settings?.attempts !== 0 || !(settings.perTryTimeout || settings.retryOn)) return [];
  const message = "With 0 attempts nothing is tried again; leave the other settings empty, or write more";
  return [{ path: ["retries", "attempts"], message }];
}

function target({ weights, redirect, directResponse, delegate, rewrite }: RouteForm): FieldProblem[] {
  const others = [redirect, directResponse, delegate].filter(Boolean).length;
  if (weights.length === 0 && others === 0)
    return [{ path: ["weights"], message: "At least one destination is required" }];
  if (others > 1 || (others === 1 && weights.length > 0))
    return [
      {
        path: ["weights"],
        message: "A route has destinations, a redirect, an answer or a delegate: one only",
      },
    ];
  if (redirect && rewrite) return [{ path: ["rewrite"], message: "A redirect cannot be rewritten" }];
  return [];
}

/** Weights are shares of their sum, whatever that is. Source: Istio, `validateHTTPRouteDestinations`. */
function weights({ weights: list }: RouteForm): FieldProblem[] {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  if (list.length < 2 || total !== 0) return [];
  return [{ path: ["weights"], message: "All weights are 0, so that no destination gets a request" }];
}
