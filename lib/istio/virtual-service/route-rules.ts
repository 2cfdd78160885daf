import { parseCondition } from "../condition/parse";
import { matchFromCondition } from "../condition/to-match";
import type { FieldProblem } from "../fields/field-problem";
import type { RouteForm } from "./route-form";

/** Everything wrong with one route whose single fields are right, in the order of the form. */
export function routeProblems(route: RouteForm): FieldProblem[] {
  return [condition, onlyHttp, target, weights].flatMap((rule) => rule(route));
}

/** What a TCP or TLS route cannot have. */
const httpFields = ["timeout", "rewrite", "retries", "redirect", "directResponse", "delegate"] as const;

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

function weights({ weights: list }: RouteForm): FieldProblem[] {
  const total = list.reduce((sum, { weight }) => sum + weight, 0);
  const outOfRange = list.some(({ weight }) => weight < 0 || weight > 100);
  if (list.length === 0 || total === 100 || outOfRange) return [];
  return [{ path: ["weights"], message: `The weights add up to ${total}; they must add up to 100` }];
}
