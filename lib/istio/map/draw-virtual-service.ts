import { printCondition } from "@/lib/istio/condition/condition";
import { conditionFromMatch } from "@/lib/istio/condition/match";
import { qualifiedHost } from "@/lib/istio/fields/service-host";
import { routesOf } from "@/lib/istio/rules/destinations";
import { referenceTo } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import type { Mesh } from "@/lib/istio/rules/mesh/mesh";
import { percentages } from "@/lib/istio/virtual-service/share-weights";
import type { Route, VirtualServiceObject } from "@/lib/model/istio-objects";
import type { ServiceObject } from "@/lib/model/object";
import type { Drawing, FindingsAt } from "./drawing";
import { texts } from "./texts";

/** Draws a VirtualService with its routes and their destinations. Returns the ID of its node. */
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
      label: printCondition(conditionFromMatch(route.match)) || texts.allRequests,
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
        note: texts.missing,
        object: null,
        missing: true,
      });
  parts.drawing.edge(routeId, to, null, "delegates");
}

/** A route that answers by itself. */
function answerOf({ redirect, directResponse }: Route): string {
  if (redirect) {
    const { authority, uri, scheme } = redirect;
    return texts.redirects({
      target: [scheme && `${scheme}://`, authority, uri].filter(Boolean).join("") || texts.anotherAddress,
    });
  }
  if (!directResponse) return "";
  const { status } = directResponse;
  return status === undefined ? texts.itself : texts.answers({ status: String(status) });
}

export interface Target {
  host: string;
  subset?: string | undefined;
}

export interface MapParts {
  mesh: Mesh;
  /** By `namespace/name`. */
  virtualServices: ReadonlyMap<string, VirtualServiceObject>;
  drawing: Drawing;
  findings: FindingsAt;
  /** What the node says about a workload, such as `2/2 ready`. */
  noteOf(namespace: string, name: string): string;
}

/** Draws the destination of a route: a subset, or a host without one, with the workloads behind it. */
function drawTarget(parts: MapParts, { host: written, subset }: Target, namespace: string): string {
  const { mesh, drawing, findings } = parts;
  const host = qualifiedHost(written, namespace);
  const service = mesh.one("services", host);
  const isExternal = !service && mesh.provides(host);
  const label = service ? service.metadata.name : written;
  if (subset) {
    const rule = mesh.rulesFor(host).find(({ spec }) => spec.subsets?.some(({ name }) => name === subset));
    const index = rule?.spec.subsets?.findIndex(({ name }) => name === subset) ?? -1;
    const labels = rule?.spec.subsets?.[index]?.labels ?? {};
    const id = `subset:${host}/${subset}`;
    if (drawing.has(id)) return id;
    drawing.node({
      id,
      kind: "subset",
      label: `${label} / ${subset}`,
      note: rule ? labelsText(labels) : texts.subsetUndefined,
      object: rule ? referenceTo(rule) : null,
      missing: !rule,
      findings: rule ? findings(referenceTo(rule), ["spec", "subsets", index]) : [],
    });
    if (service && rule) drawWorkloads(parts, id, service, labels);
    return id;
  }
  const id = `destination:${host}`;
  if (drawing.has(id)) return id;
  drawing.node({
    id,
    kind: "destination",
    label,
    note: service
      ? texts.serviceIn({ namespace: service.metadata.namespace ?? "" })
      : isExternal
        ? texts.serviceEntry
        : texts.missing,
    object: service ? referenceTo(service) : null,
    missing: !service && !isExternal,
    findings: service ? findings(referenceTo(service)) : [],
  });
  if (service) drawWorkloads(parts, id, service, {});
  return id;
}

function drawWorkloads(
  { mesh, drawing, noteOf }: MapParts,
  from: string,
  service: ServiceObject,
  labels: Record<string, string>,
): void {
  const selector = service.spec.selector ?? {};
  if (Object.keys(selector).length === 0) return;
  const wanted = { ...selector, ...labels };
  if (Object.entries(selector).some(([key, value]) => wanted[key] !== value)) return;
  for (const { kind, namespace, name } of mesh.selectWorkloads(wanted, service.metadata.namespace ?? "")) {
    const id = drawing.node({
      id: `workload:${namespace}/${name}`,
      kind: "workload",
      label: name,
      note: noteOf(namespace, name),
      object: { kind, namespace, name },
    });
    drawing.edge(from, id);
  }
}

function labelsText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}
