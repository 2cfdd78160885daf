import type { MatchEntry } from "../../condition/match";
import type { Route, VirtualServiceObject } from "../../virtual-service/object";
import type { Check, FoundByCheck } from "../finding";

/**
 * Routes are tried from the first to the last: what stands behind one that takes every request, or all that it is for
 * itself, is never used. Source: Istio, IST0130 (VirtualServiceUnreachableRule).
 */
export const routeIsReached: Check<"VirtualService"> = {
  id: "route-is-reached",
  code: "IST0130",
  title: "A route that is never reached",
  of: "VirtualService",
  run: ({ spec }) =>
    protocols.flatMap((protocol) =>
      (spec[protocol] ?? []).flatMap((route, index, routes) => {
        const taker = routes.slice(0, index).findIndex((earlier) => takesAllOf(earlier, route));
        return taker < 0 ? [] : [unreached(protocol, index, taker)];
      }),
    ),
};

const protocols = ["http", "tls", "tcp"] as const satisfies (keyof VirtualServiceObject["spec"])[];

function unreached(protocol: string, index: number, taker: number): FoundByCheck {
  return {
    severity: "warning",
    path: ["spec", protocol, index],
    message: `Route ${index + 1} is never reached: route ${taker + 1} before it takes all its requests`,
    remedy: "Move it up, narrow the condition of the route before it, or remove it",
  };
}

function takesAllOf(earlier: Route, later: Route): boolean {
  if (isForAll(earlier)) return true;
  const taken = new Set((earlier.match ?? []).map(asText));
  return !!later.match?.length && later.match.every((entry) => taken.has(asText(entry)));
}

function isForAll({ match }: Route): boolean {
  return !match?.length || match.some((entry) => ["{}", '{"uri":{"prefix":"/"}}'].includes(asText(entry)));
}

/** The same for the same conditions, in whatever order they are written; a name is none. */
function asText({ name: _, ...conditions }: MatchEntry & { name?: unknown }): string {
  return JSON.stringify(conditions, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
