import { conditionFromMatch } from "../condition/from-match";
import { printCondition } from "../condition/print";
import { routesOf } from "../rules/destinations";
import { referenceTo } from "../rules/finding";
import { keyOf } from "../rules/indexes";
import type { Route, VirtualServiceObject } from "../virtual-service/object";
import { percentages } from "../virtual-service/share-weights";
import { drawTarget, type MapParts } from "./targets";

/** Draws a Virtual Service with its routes and where they lead. Gives the id of its node. */
export function drawVirtualService(parts: MapParts, virtualService: VirtualServiceObject): string {
  const { drawing, findings } = parts;
  const { namespace = "", name } = virtualService.metadata;
  const object = referenceTo(virtualService);
  const id = `virtual-service:${namespace}/${name}`;
  if (drawing.has(id)) return id;
  drawing.node({
    id,
    kind: "virtual-service",
    label: name,
    note: (virtualService.spec.hosts ?? []).join(", "),
    object,
    findings: findings(object),
  });
  for (const { route, path } of routesOf(virtualService)) {
    const [, protocol, index] = path;
    const routeId = drawing.node({
      id: `route:${namespace}/${name}/${protocol}/${index}`,
      kind: "route",
      label: printCondition(conditionFromMatch(route.match)) || "All requests",
      note: [route.name, String(protocol), answerOf(route)].filter(Boolean).join(" · "),
      object,
      findings: findings(object, path),
    });
    drawing.edge(id, routeId);
    drawRoute(parts, routeId, route, namespace);
  }
  return id;
}

function drawRoute(parts: MapParts, routeId: string, route: Route, namespace: string): void {
  const targets = route.route ?? [];
  const shares = percentages(targets.map(({ weight = 0 }) => weight));
  for (const [index, { destination }] of targets.entries()) {
    const share = targets.length > 1 ? (shares[index] ?? 0) : null;
    parts.drawing.edge(routeId, drawTarget(parts, destination, namespace), share);
  }
  const mirrors = [
    ...(route.mirror ? [route.mirror] : []),
    ...(route.mirrors ?? []).map((each) => each.destination),
  ];
  for (const mirror of mirrors)
    parts.drawing.edge(routeId, drawTarget(parts, mirror, namespace), null, "mirrored");
  const { delegate } = route;
  if (!delegate?.name) return;
  const within = delegate.namespace ?? namespace;
  const delegated = parts.virtualServices.get(keyOf({ namespace: within, name: delegate.name }));
  const to = delegated
    ? drawVirtualService(parts, delegated)
    : parts.drawing.node({
        id: `virtual-service:${within}/${delegate.name}`,
        kind: "virtual-service",
        label: delegate.name,
        note: "Not there",
        object: null,
        missing: true,
      });
  parts.drawing.edge(routeId, to, null, "delegates");
}

/** What a route answers by itself. */
function answerOf({ redirect, directResponse }: Route): string {
  if (redirect) {
    const { authority, uri, scheme } = redirect;
    return `redirects to ${[scheme && `${scheme}://`, authority, uri].filter(Boolean).join("") || "another address"}`;
  }
  return directResponse ? `answers ${directResponse.status ?? "by itself"}` : "";
}
