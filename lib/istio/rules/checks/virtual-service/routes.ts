import { covers } from "@/lib/istio/rules/covers";
import { routesOf } from "@/lib/istio/rules/destinations";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { gatewayKeys } from "@/lib/istio/rules/mesh/indexes";
import { meshGateway } from "@/lib/istio/virtual-service/form";
import type { Route, VirtualServiceObject } from "@/lib/istio/virtual-service/object";

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

/**
 * Envoy replaces exactly the prefix that has matched: `/` for `/pre` makes `//a` of `/pre/a`, and `/new` for `/pre/` makes
 * `/newa`. Source: Istio, `HTTPRewrite.uri`; tried with Envoy 1.40.
 */
export const rewriteSlashes: Check<"VirtualService"> = {
  id: "rewrite-slashes",
  code: "LAM0119",
  title: "A rewrite that doubles or drops a slash",
  of: "VirtualService",
  run: ({ spec }) =>
    (spec.http ?? []).flatMap(({ match = [], rewrite }, index) => {
      const uri = rewrite?.uri;
      if (!uri) return [];
      const prefixes = match.flatMap((each) => each.uri?.prefix ?? []);
      // Where `/pre/` comes first, `/pre` gets the bare path only.
      const prefix = prefixes.find(
        (each, position) =>
          each !== "/" &&
          each.endsWith("/") !== uri.endsWith("/") &&
          !prefixes.slice(0, position).includes(`${each}/`),
      );
      if (prefix === undefined) return [];
      const path = prefix.endsWith("/") ? `${prefix}a` : `${prefix}/a`;
      return [
        {
          severity: "warning" as const,
          path: ["spec", "http", index, "rewrite", "uri"],
          message: `A request for ${path} is sent on as ${uri}${path.slice(prefix.length)}`,
          remedy: prefix.endsWith("/")
            ? `Write ${uri}/ here, as the prefix ${prefix} ends with a slash, too`
            : `Match ${prefix}/ first and ${prefix} exactly second, or leave out the slash at the end here`,
        },
      ];
    }),
};

const claim = /^@request\.auth\.claims(\..+|\[.+\])$/i;

/**
 * Claims of a token are there only where a RequestAuthentication checks the token. Lamia does not watch these, so it says
 * what has to be there. Source: Istio, IST0149.
 */
export const jwtClaims: Check<"VirtualService"> = {
  id: "jwt-claims",
  code: "IST0149",
  title: "A route by a claim of a token",
  of: "VirtualService",
  run: (virtualService) => {
    if (gatewayKeys(virtualService).every((key) => key === meshGateway)) return [];
    return (virtualService.spec.http ?? []).flatMap(({ match = [] }, index) =>
      match.flatMap((each, position) => {
        const names = Object.keys({ ...each.headers, ...each.withoutHeaders });
        const name = names.find((written) => claim.test(written));
        return name === undefined
          ? []
          : [
              {
                severity: "info" as const,
                path: ["spec", "http", index, "match", position],
                message: `The condition on ${name} holds only for tokens that a RequestAuthentication has checked`,
                remedy: "Make sure that a RequestAuthentication selects the pods of the ingress",
              },
            ];
      }),
    );
  },
};

/** The weights of a route add up to 100; Istio refuses a total of 0 and takes all others as shares. */
export const weightsAddUp: Check<"VirtualService"> = {
  id: "weights-add-up",
  code: "LAM0102",
  title: "Weights that do not add up to 100",
  of: "VirtualService",
  run: (virtualService) =>
    routesOf(virtualService).flatMap(({ route, path }) => {
      const total = (route.route ?? []).reduce((sum, { weight }) => sum + (weight ?? 0), 0);
      if ((route.route?.length ?? 0) < 2 || total === 100) return [];
      return [
        {
          severity: total === 0 ? "error" : "warning",
          path: [...path, "route"],
          message:
            total === 0
              ? "The weights of this route add up to 0, which Istio refuses"
              : `The weights of this route add up to ${total}, so they are shares and no percentages`,
          remedy: "Set weights that add up to 100",
        },
      ];
    }),
};
