import type { Route, VirtualServiceObject } from "../../../virtual-service/object";
import { covers } from "../../covers";
import type { Check, FoundByCheck } from "../../finding";

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
        const taker = routes.slice(0, index).findIndex((before) => takesAllOf(before, route));
        return taker < 0 ? [] : [unreached(protocol, index, taker)];
      }),
    ),
};

/**
 * A condition of a route that an earlier one leaves nothing to, be it of the same route. Source: Istio, IST0131
 * (VirtualServiceIneffectiveMatch).
 */
export const matchIsUsed: Check<"VirtualService"> = {
  id: "match-is-used",
  code: "IST0131",
  title: "A condition that is never used",
  of: "VirtualService",
  run: ({ spec }) => protocols.flatMap((protocol) => unusedMatches(protocol, spec[protocol] ?? [])),
};

const protocols = ["http", "tls", "tcp"] as const satisfies (keyof VirtualServiceObject["spec"])[];

function takesAllOf({ match: taken = [] }: Route, { match: wanted = [] }: Route): boolean {
  if (taken.length === 0) return true;
  const conditions = wanted.length > 0 ? wanted : [{}];
  return conditions.every((each) => taken.some((before) => covers(before, each)));
}

function unreached(protocol: string, index: number, taker: number): FoundByCheck {
  return {
    severity: "warning",
    path: ["spec", protocol, index],
    message: `Route ${index + 1} is never reached: route ${taker + 1} before it takes all its requests`,
    remedy: "Move it up, narrow the condition of the route before it, or remove it",
  };
}

function unusedMatches(protocol: string, routes: readonly Route[]): FoundByCheck[] {
  const before: { match: NonNullable<Route["match"]>[number]; route: number }[] = [];
  const found: FoundByCheck[] = [];
  for (const [route, { match = [] }] of routes.entries())
    for (const [index, each] of match.entries()) {
      const taker = before.find((earlier) => covers(earlier.match, each));
      before.push({ match: each, route });
      if (!taker) continue;
      const where = taker.route === route ? "an earlier condition of this route" : `route ${taker.route + 1}`;
      found.push({
        severity: "info",
        path: ["spec", protocol, route, "match", index],
        message: `Condition ${index + 1} of route ${route + 1} is never used: ${where} takes all its requests`,
        remedy: "Remove it, or put the narrower condition first",
      });
    }
  return found;
}
