import type { Route, VirtualServiceObject } from "@/lib/model/istio-objects";
import { qualifiedHost } from "../fields/service-host";

/** One place to which a VirtualService sends requests, including mirrors. */
export interface Destination {
  /** As written. */
  written: string;
  /** Full name. */
  host: string;
  subset: string | undefined;
  port: number | undefined;
  /** Path of the `destination` in the object. */
  path: (string | number)[];
}

interface Target {
  host: string;
  subset?: string;
  port?: { number?: number };
}

const protocols = ["http", "tls", "tcp"] as const;

/** The last one, because the checks of one object ask for it one after another. */
let last: { of: VirtualServiceObject["spec"]; destinations: readonly Destination[] } | null = null;

/** All destinations of a VirtualService, in the order in which they are written. */
export function destinationsOf(virtualService: VirtualServiceObject): readonly Destination[] {
  if (last?.of !== virtualService.spec)
    last = { of: virtualService.spec, destinations: readDestinations(virtualService) };
  return last.destinations;
}

function readDestinations(virtualService: VirtualServiceObject): readonly Destination[] {
  const namespace = virtualService.metadata.namespace ?? "";
  return routesOf(virtualService).flatMap(({ route, path }) =>
    targetsOf(route).map(({ target, at }) => ({
      written: target.host,
      host: qualifiedHost(target.host, namespace),
      subset: target.subset || undefined,
      port: target.port?.number,
      path: [...path, ...at],
    })),
  );
}

/** The routes of all protocols, with their path in the object. Nothing else here is asked for more often. */
export function routesOf({ spec }: VirtualServiceObject): { route: Route; path: (string | number)[] }[] {
  const routes: { route: Route; path: (string | number)[] }[] = [];
  for (const protocol of protocols)
    for (const [index, route] of spec[protocol]?.entries() ?? [])
      routes.push({ route, path: ["spec", protocol, index] });
  return routes;
}

function targetsOf(route: Route): { target: Target; at: (string | number)[] }[] {
  return [
    ...(route.route ?? []).map(({ destination }, index) => ({
      target: destination,
      at: ["route", index, "destination"],
    })),
    ...(route.mirror ? [{ target: route.mirror, at: ["mirror"] }] : []),
    ...(route.mirrors ?? []).map(({ destination }, index) => ({
      target: destination,
      at: ["mirrors", index, "destination"],
    })),
  ];
}
