import { conditionFromMatch } from "@/lib/istio/condition/match";
import { withSpec } from "@/lib/istio/fields/drop-empty";
import { printCondition } from "../condition/print";
import { dropUndefined, orAbsent } from "../fields/drop-empty";
import { objectForm } from "../fields/object-form";
import type { VirtualServiceForm } from "./form";
import type { Route, RouteDestination, VirtualServiceObject } from "./object";
import type { RouteForm, WeightForm } from "./route-form";

/** The form that shows a Virtual Service, whoever made it: HTTP routes first, then TLS, then TCP. */
export function formFromVirtualService(virtualService: VirtualServiceObject): VirtualServiceForm {
  const { metadata, spec } = withSpec(virtualService);
  const routes = (["http", "tls", "tcp"] as const).flatMap((protocol) =>
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
