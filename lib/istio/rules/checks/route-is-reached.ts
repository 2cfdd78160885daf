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
      takersOf(spec[protocol] ?? []).flatMap((taker, index) =>
        taker < 0 ? [] : [unreached(protocol, index, taker)],
      ),
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

/** For each route the first one before it that leaves it nothing, by index; -1 when there is none. */
function takersOf(routes: readonly Route[]): number[] {
  if (routes.length < 2) return [];
  const matches = routes.map(({ match }) => new Set(match?.map(asText)));
  return matches.map((wanted, index) =>
    matches
      .slice(0, index)
      .findIndex(
        (taken) => isForAll(taken) || (wanted.size > 0 && [...wanted].every((text) => taken.has(text))),
      ),
  );
}

function isForAll(match: ReadonlySet<string>): boolean {
  return match.size === 0 || match.has("{}") || match.has('{"uri":{"prefix":"/"}}');
}

/** The same for the same conditions, in whatever order they are written; a name is none. */
function asText({ name: _, ...conditions }: MatchEntry & { name?: unknown }): string {
  return JSON.stringify(conditions, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
