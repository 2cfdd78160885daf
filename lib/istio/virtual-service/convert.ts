import { printCondition } from "@/lib/istio/condition/condition";
import { conditionFromMatch, matchFromCondition } from "@/lib/istio/condition/match";
import { parseCondition } from "@/lib/istio/condition/parse";
import { dropUndefined, orAbsent, withSpec } from "@/lib/istio/fields/drop-empty";
import { objectForm, objectMeta, objectPlaces, specPlaces } from "@/lib/istio/fields/object-form";
import { pairUp } from "@/lib/istio/fields/pair-up";
import { both, type Place, type Steps, shownBy, standsAt, step } from "@/lib/istio/fields/places";
import type { MatchEntry, Route, RouteDestination, VirtualServiceObject } from "@/lib/model/istio-objects";
import type { VirtualServiceForm } from "./form";
import type { RouteForm, WeightForm } from "./route-form";

/**
 * The VirtualService that a valid form describes, with Lamia's own fields only. The lists of routes are atomic, so what the
 * form doesn't know of a route (mirrors, faults, headers, CORS) is copied from the route in `current` with the same name,
 * condition or destinations.
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
 * A route is recognized by its name, its condition and its destinations; the position alone is the weakest sign.
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

/** With an unchanged condition, the match stays as it was written. */
function match(form: RouteForm, before: Route | undefined, texts: Texts): MatchEntry[] | undefined {
  if (before && texts.get(before) === form.condition) return before.match;
  const parsed = parseCondition(form.condition);
  const result = parsed.ok ? matchFromCondition(parsed.value, form.protocol) : parsed;
  if (!result.ok) {
    // A condition that our language can't express, from a copied route.
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

/** In the form's order. */
const protocols = ["http", "tls", "tcp"] as const;

/** The form that shows any VirtualService, whoever created it: HTTP routes first, then TLS, then TCP. */
export function formFromVirtualService(virtualService: VirtualServiceObject): VirtualServiceForm {
  const { metadata, spec } = withSpec(virtualService);
  const routes = protocols.flatMap((protocol) =>
    (spec[protocol] ?? []).map((route) => formFromRoute(route, protocol)),
  );
  return {
    ...objectForm(metadata),
    hosts: [...(spec.hosts ?? [])],
    gateways: [...(spec.gateways ?? [])],
    routes,
  };
}

/** One route as the form shows it. */
function formFromRoute(route: Route, protocol: RouteForm["protocol"]): RouteForm {
  const { rewrite, retries, delegate } = route;
  return dropUndefined({
    name: route.name || undefined,
    protocol,
    condition: printCondition(conditionFromMatch(route.match)),
    timeout: route.timeout || undefined,
    rewrite:
      rewrite &&
      orAbsent(dropUndefined({ uri: rewrite.uri || undefined, authority: rewrite.authority || undefined })),
    retries:
      retries &&
      dropUndefined({
        attempts: retries.attempts ?? 0,
        perTryTimeout: retries.perTryTimeout || undefined,
        retryOn: retries.retryOn || undefined,
      }),
    redirect: route.redirect,
    directResponse: route.directResponse,
    delegate: delegate && dropUndefined({ name: delegate.name ?? "", namespace: delegate.namespace }),
    weights: (route.route ?? []).map((target, _index, all) => weightForm(target, all.length === 1)),
  });
}

/** A single destination takes all requests, whatever its weight says. */
function weightForm({ destination, weight }: RouteDestination, single: boolean): WeightForm {
  return dropUndefined({
    destination: destination.host,
    port: destination.port?.number,
    subset: destination.subset || undefined,
    weight: single ? 100 : (weight ?? 0),
  });
}

/** The form has the routes of all protocols in one list, one protocol after another. */
const oneRoute: Steps = {
  inForm: 1,
  inObject: 2,
  toObject(object, [index]) {
    let position = Number(index);
    for (const protocol of protocols) {
      const { length } = (object as VirtualServiceObject).spec?.[protocol] ?? [];
      if (position < length) return [protocol, position];
      position -= length;
    }
    return null;
  },
  toForm(object, [protocol, position]) {
    const at = (protocols as readonly unknown[]).indexOf(protocol);
    if (at < 0 || typeof position !== "number") return null;
    const { spec } = object as VirtualServiceObject;
    const before = protocols.slice(0, at).map((each) => spec?.[each]?.length ?? 0);
    return [before.reduce((sum, length) => sum + length, position)];
  },
};

const [formRoute, objectRoute] = [["routes", oneRoute] as const, ["spec", oneRoute] as const];
const [formWeight, objectTarget] = [
  [...formRoute, "weights", step.index] as const,
  [...objectRoute, "route", step.index] as const,
];

/** Where the fields of the form are in a VirtualService. */
export const virtualServicePlaces: readonly Place[] = [
  ...objectPlaces,
  both([...formRoute, "condition"], [...objectRoute, "match"]),
  shownBy([...objectRoute, "match", step.below], [...formRoute, "condition"]),
  both([...formWeight, "destination"], [...objectTarget, "destination", "host"]),
  both([...formWeight, "subset"], [...objectTarget, "destination", "subset"]),
  both([...formWeight, "port"], [...objectTarget, "destination", "port", "number"]),
  shownBy([...objectTarget, "destination", "port", step.below], [...formWeight, "port"]),
  shownBy([...objectTarget, "destination"], formWeight),
  both([...formRoute, "weights", step.rest], [...objectRoute, "route", step.rest]),
  both([...formRoute, step.rest], [...objectRoute, step.rest]),
  standsAt(["routes", step.below], ["spec"]),
  ...protocols.map((protocol) => shownBy(["spec", protocol, step.below], ["routes"])),
  specPlaces,
];
