import { isRecord, same } from "@/lib/istio/edit/merge-edits";
import { routesOf } from "@/lib/istio/rules/destinations";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import { gatewayKeys } from "@/lib/istio/rules/mesh/indexes";
import { texts } from "@/lib/istio/rules/texts";
import { meshGateway } from "@/lib/istio/virtual-service/form";
import { hostCovers } from "@/lib/model/hosts";
import type { MatchEntry, Route, StringMatch, VirtualServiceObject } from "@/lib/model/istio-objects";

/**
 * Istio tries routes from first to last: a route behind one that takes every request, or everything that it is for, is never
 * used. Source: Istio, IST0130 (VirtualServiceUnreachableRule).
 */
export const routeIsReached: Check<"VirtualService"> = {
  id: "route-is-reached",
  code: "IST0130",
  title: texts.routeUnreachable,
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
 * A condition of a route for which an earlier one leaves nothing, even in the same route. Source: Istio, IST0131
 * (VirtualServiceIneffectiveMatch).
 */
export const matchIsUsed: Check<"VirtualService"> = {
  id: "match-is-used",
  code: "IST0131",
  title: texts.conditionUnused,
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
    message: texts.routeNeverReached({ route: index + 1, earlier: taker + 1 }),
    remedy: texts.reorderRoutes,
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
      found.push({
        severity: "info",
        path: ["spec", protocol, route, "match", index],
        message:
          taker.route === route
            ? texts.conditionCoveredInRoute({ condition: index + 1, route: route + 1 })
            : texts.conditionCovered({ condition: index + 1, route: route + 1, earlier: taker.route + 1 }),
        remedy: texts.reorderConditions,
      });
    }
  return found;
}

/**
 * Envoy replaces exactly the matched prefix: `/` for `/pre` turns `/pre/a` into `//a`, and `/new` for `/pre/` turns it into
 * `/newa`. Source: Istio, `HTTPRewrite.uri`; tried with Envoy 1.40.
 */
export const rewriteSlashes: Check<"VirtualService"> = {
  id: "rewrite-slashes",
  code: "LAM0119",
  title: texts.rewriteSlashes,
  of: "VirtualService",
  run: ({ spec }) =>
    (spec.http ?? []).flatMap(({ match = [], rewrite }, index) => {
      const uri = rewrite?.uri;
      if (!uri) return [];
      const prefixes = match.flatMap((each) => each.uri?.prefix ?? []);
      // If `/pre/` comes first, `/pre` gets only the bare path.
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
          message: texts.rewrittenPath({ path, rewritten: `${uri}${path.slice(prefix.length)}` }),
          remedy: prefix.endsWith("/")
            ? texts.endWithSlash({ uri, prefix })
            : texts.matchBothForms({ prefix }),
        },
      ];
    }),
};

const claim = /^@request\.auth\.claims(\..+|\[.+\])$/i;

/**
 * Claims of a token exist only if a RequestAuthentication validates the token. Lamia doesn't watch these, so it says what has
 * to exist. Source: Istio, IST0149.
 */
export const jwtClaims: Check<"VirtualService"> = {
  id: "jwt-claims",
  code: "IST0149",
  title: texts.routeByClaim,
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
                message: texts.claimUnverified({ name }),
                remedy: texts.addRequestAuthentication,
              },
            ];
      }),
    );
  },
};

/** The weights of a route add up to 100; Istio refuses a total of 0 and uses all others as shares. */
export const weightsAddUp: Check<"VirtualService"> = {
  id: "weights-add-up",
  code: "LAM0102",
  title: texts.weightsTotal,
  of: "VirtualService",
  run: (virtualService) =>
    routesOf(virtualService).flatMap(({ route, path }) => {
      const total = (route.route ?? []).reduce((sum, { weight }) => sum + (weight ?? 0), 0);
      if ((route.route?.length ?? 0) < 2 || total === 100) return [];
      return [
        {
          severity: total === 0 ? "error" : "warning",
          path: [...path, "route"],
          message: total === 0 ? texts.weightsZero : texts.weightsNotPercent({ total }),
          remedy: texts.correctWeights,
        },
      ];
    }),
};

type Conditions = MatchEntry & Record<string, unknown>;

/** A name and a name for statistics are not conditions. */
const noConditions = new Set(["name", "statPrefix"]);

/** Whether the first one takes every request that the second one takes. False if there is any doubt. */
export function covers(one: MatchEntry, other: MatchEntry): boolean {
  return Object.entries(one).every(([field, wanted]) => {
    if (noConditions.has(field) || isEmpty(wanted)) return true;
    if (field === "uri") return uriCovers(one, other);
    const given = (other as Conditions)[field];
    if (field === "sniHosts") return sniCovers(wanted as string[], other.sniHosts);
    if (isRecord(wanted) && isMapField(field))
      return isRecord(given) && Object.entries(wanted).every(([key, value]) => same(value, given[key]));
    return same(wanted, given);
  });
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === "" || value === false) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function isMapField(field: string): boolean {
  return ["headers", "withoutHeaders", "queryParams", "sourceLabels"].includes(field);
}

/** Envoy compares prefixes character by character, so `/api` is also a prefix of `/apis`. */
function uriCovers({ uri: one = {}, ignoreUriCase }: MatchEntry, other: MatchEntry): boolean {
  if (one.prefix === "/") return true;
  const given: StringMatch = other.uri ?? {};
  if (same(one, given) && (ignoreUriCase || !other.ignoreUriCase)) return true;
  if (one.prefix === undefined) return false;
  const start = given.prefix ?? given.exact;
  if (start === undefined) return false;
  if (ignoreUriCase) return start.toLowerCase().startsWith(one.prefix.toLowerCase());
  return !other.ignoreUriCase && start.startsWith(one.prefix);
}

function sniCovers(wanted: readonly string[], given: readonly string[] | undefined): boolean {
  if (!given?.length) return false;
  return given.every((name) => wanted.some((pattern) => hostCovers(pattern, name)));
}
