import { qualifiedHost } from "../fields/service-host";
import type { Route, VirtualServiceObject } from "../virtual-service/object";

/** One place where a Virtual Service sends requests, mirrors included. */
export interface Destination {
  virtualService: VirtualServiceObject;
  /** As it is written. */
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

/** All destinations of a Virtual Service in the order in which they are written. */
export function destinationsOf(virtualService: VirtualServiceObject): Destination[] {
  const namespace = virtualService.metadata.namespace ?? "";
  return routesOf(virtualService).flatMap(({ route, path }) =>
    targetsOf(route).map(({ target, at }) => ({
      virtualService,
      written: target.host,
      host: qualifiedHost(target.host, namespace),
      subset: target.subset || undefined,
      port: target.port?.number,
      path: [...path, ...at],
    })),
  );
}

/** The routes of all protocols, with their path in the object. */
export function routesOf({ spec }: VirtualServiceObject): { route: Route; path: (string | number)[] }[] {
  return (["http", "tls", "tcp"] as const).flatMap((protocol) =>
    (spec[protocol] ?? []).map((route, index) => ({ route, path: ["spec", protocol, index] })),
  );
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
