import { printCondition } from "@/lib/istio/condition/condition";
import { conditionFromMatch } from "@/lib/istio/condition/match";
import { withSpec } from "@/lib/istio/fields/drop-empty";
import type { Route, RouteDestination, VirtualServiceObject } from "@/lib/model/istio-objects";
import { dropUndefined, orAbsent } from "../fields/drop-empty";
import { objectForm, objectPlaces, specPlaces } from "../fields/object-form";
import { both, type Place, type Steps, shownBy, standsAt, step } from "../fields/places";
import type { VirtualServiceForm } from "./form";
import type { RouteForm, WeightForm } from "./route-form";

/** In the order of the form. */
const protocols = ["http", "tls", "tcp"] as const;

/** The form that shows a Virtual Service, whoever made it: HTTP routes first, then TLS, then TCP. */
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

/** The form holds the routes of all protocols in one list, one protocol after the other. */
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

/** Where the fields of the form stand in a Virtual Service. */
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
