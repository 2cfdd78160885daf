import { printCondition } from "@/lib/istio/condition/condition";
import { conditionFromMatch, matchFromCondition } from "@/lib/istio/condition/match";
import { parseCondition } from "@/lib/istio/condition/parse";
import { dropUndefined, orAbsent } from "@/lib/istio/fields/drop-empty";
import { objectMeta } from "@/lib/istio/fields/object-form";
import { pairUp } from "@/lib/istio/fields/pair-up";
import type { MatchEntry, Route, RouteDestination, VirtualServiceObject } from "@/lib/model/istio-objects";
import type { VirtualServiceForm } from "./form";
import type { RouteForm, WeightForm } from "./route-form";

/**
 * The Virtual Service that a valid form describes, with Lamia's own fields only. The lists of routes are
 * atomic, so what the form does not know of a route (mirrors, faults, headers, CORS) is copied from the route
 * in `current` that has the same name, condition or destinations.
 */
export function virtualServiceFromForm(
  form: VirtualServiceForm,
  namespace: string,
  current?: VirtualServiceObject,
): VirtualServiceObject {
  const routes = (protocol: "http" | "tls" | "tcp") =>
    orAbsent(
      routesFromForms(
        form.routes.filter((route) => route.protocol === protocol),
        current?.spec?.[protocol] ?? [],
      ),
    );
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: objectMeta(form, namespace),
    spec: dropUndefined({
      hosts: orAbsent([...form.hosts]),
      gateways: orAbsent([...form.gateways]),
      http: routes("http"),
      tls: routes("tls"),
      tcp: routes("tcp"),
    }),
  };
}

/** The routes of one protocol, with the unknown fields of the routes that they edit. */
function routesFromForms(forms: RouteForm[], current: Route[]): Route[] {
  const texts = new Map(current.map((route) => [route, conditionText(route)]));
  const earlier = pairUp(forms, current, (form, route, samePlace) =>
    likeness(form, route, texts.get(route) ?? "", samePlace),
  );
  return forms.map((form, index) => routeFromForm(form, earlier[index], texts));
}

/**
 * A route is known again by its name, its condition and where it leads; the place alone is the weakest sign.
 */
function likeness(form: RouteForm, route: Route, condition: string, samePlace: boolean): number {
  const sameName = form.name !== undefined && form.name === route.name;
  const sameCondition = form.condition === condition;
  const sameTargets = targets(form.weights) === targets(route.route?.map(weightOf) ?? []);
  return (sameName ? 8 : 0) + (sameCondition ? 4 : 0) + (sameTargets ? 2 : 0) + (samePlace ? 1 : 0);
}

function conditionText(route: Route): string {
  return printCondition(conditionFromMatch(route.match));
}

function targets(weights: Pick<WeightForm, "destination" | "subset">[]): string {
  return weights.map(({ destination, subset }) => `${destination}#${subset ?? ""}`).join();
}

function weightOf({ destination }: RouteDestination): Pick<WeightForm, "destination" | "subset"> {
  return { destination: destination.host, subset: destination.subset };
}

type Texts = ReadonlyMap<Route, string>;

function routeFromForm(form: RouteForm, before: Route | undefined, texts: Texts): Route {
  return dropUndefined({
    ...before,
    name: form.name,
    match: match(form, before, texts),
    redirect: form.redirect,
    directResponse: form.directResponse,
    delegate: form.delegate && merged(before?.delegate, form.delegate, ["name", "namespace"]),
    timeout: form.timeout,
    rewrite: merged(before?.rewrite, form.rewrite, ["uri", "authority"]),
    retries: form.retries && merged(before?.retries, form.retries, ["attempts", "perTryTimeout", "retryOn"]),
    route: orAbsent(destinations(form.weights, before?.route ?? [])),
  }) as Route;
}

/** An unchanged condition leaves the match as others wrote it. */
function match(form: RouteForm, before: Route | undefined, texts: Texts): MatchEntry[] | undefined {
  if (before && texts.get(before) === form.condition) return before.match;
  const parsed = parseCondition(form.condition);
  const result = parsed.ok ? matchFromCondition(parsed.value, form.protocol) : parsed;
  if (!result.ok) {
    // A condition that our language cannot say, of a route that was copied.
    const [same] = [...texts].find(([, text]) => text === form.condition) ?? [];
    if (same) return same.match;
    throw new Error(`The form was not checked: ${result.problem.message}`);
  }
  return orAbsent(result.value);
}

function merged(before: object | undefined, chosen: object | undefined, known: string[]): object | undefined {
  const kept = Object.entries(before ?? {}).filter(([field]) => !known.includes(field));
  return orAbsent(dropUndefined({ ...Object.fromEntries(kept), ...chosen }));
}

function destinations(weights: WeightForm[], existing: RouteDestination[]): RouteDestination[] {
  const earlier = pairUp(weights, existing, ({ destination, subset }, entry) => {
    if (destination !== entry.destination.host) return 0;
    return subset === entry.destination.subset ? 2 : 1;
  });
  return weights.map(({ destination, port, subset, weight }, index) => {
    const { destination: before, weight: weightBefore, ...kept } = earlier[index] ?? {};
    const chosen = {
      host: destination,
      subset,
      port: port ? { ...before?.port, number: port } : undefined,
    };
    return dropUndefined({
      ...kept,
      destination: dropUndefined({ ...before, ...chosen }),
      weight: weights.length > 1 ? weight : weightBefore,
    });
  });
}
