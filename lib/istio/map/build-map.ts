import { hasSpec } from "@/lib/istio/fields/drop-empty";
import { gatewayKeys, keyOf } from "@/lib/istio/rules/mesh/indexes";
import { lookupsOf } from "@/lib/istio/rules/mesh/lookups";
import { type Mesh, meshOf } from "@/lib/istio/rules/mesh/mesh";
import type { MeshSnapshot } from "@/lib/istio/rules/mesh/snapshot";
import { wellFormed } from "@/lib/istio/rules/mesh/well-formed";
import { dnsPart, hostsOverlap } from "@/lib/model/hosts";
import type { GatewayObject, VirtualServiceObject } from "@/lib/model/istio-objects";
import { type Finding, referenceTo } from "../rules/finding";
import { meshGateway } from "../virtual-service/form";
import { drawVirtualService, type MapParts } from "./draw-virtual-service";
import { findingsAt, type RoutesMap, startDrawing } from "./drawing";
import { texts } from "./texts";

export interface MapOptions {
  snapshot: MeshSnapshot;
  /** The same mesh with its indexes, if the caller already has them. */
  mesh?: Mesh;
  findings: readonly Finding[];
  /** Only this namespace: its gateways, and what its VirtualServices lead to. */
  namespace?: string | undefined;
  /** Only this gateway of the namespace. */
  gateway?: string | undefined;
  noteOf?(namespace: string, name: string): string;
  /** Omits gateways and VirtualServices beyond this number, because nobody could read the map. */
  most?: number;
}

/**
 * How requests flow: host → gateway → virtual service → route (its condition) → subset or destination → workload, with the
 * shares on the arrows of a route, and each finding where it belongs.
 */
export function buildMap({
  snapshot,
  findings,
  namespace,
  gateway,
  noteOf,
  most = 400,
  mesh = meshOf(lookupsOf(snapshot)),
}: MapOptions): RoutesMap {
  const virtualServices = snapshot.virtualServices
    .filter(hasSpec)
    .map((each) => wellFormed("virtualServices", each));
  const parts: MapParts = {
    mesh,
    virtualServices: new Map(virtualServices.map((each) => [keyOf(each.metadata), each])),
    drawing: startDrawing(),
    findings: findingsAt(findings),
    noteOf: noteOf ?? (() => ""),
  };
  const isWithin = (within: string | undefined) => namespace === undefined || (within ?? "") === namespace;
  const gateways = snapshot.gateways
    .filter(
      (each) =>
        hasSpec(each) &&
        isWithin(each.metadata.namespace) &&
        (gateway === undefined || each.metadata.name === gateway),
    )
    .map((each) => wellFormed("gateways", each));
  const drawnKeys = new Set(gateways.map(({ metadata }) => keyOf(metadata)));
  const others =
    gateway === undefined
      ? virtualServices.filter(
          (each) => isWithin(each.metadata.namespace) && gatewayKeys(each).some((key) => !drawnKeys.has(key)),
        )
      : [];
  for (const each of gateways.slice(0, most))
    drawGateway(parts, each, mesh.find("virtualServicesByGateway", keyOf(each.metadata)));
  const room = Math.max(0, most - gateways.length);
  for (const each of others.slice(0, room)) drawUnbound(parts, each, drawnKeys);
  return parts.drawing.done(Math.max(0, gateways.length - most) + Math.max(0, others.length - room));
}

function drawGateway(parts: MapParts, gateway: GatewayObject, bound: readonly VirtualServiceObject[]): void {
  const { drawing, findings } = parts;
  const object = referenceTo(gateway);
  const key = keyOf(gateway.metadata);
  const servers = gateway.spec.servers ?? [];
  const id = drawing.node({
    id: `gateway:${key}`,
    kind: "gateway",
    label: gateway.metadata.name,
    note: servers.map(({ port }) => `${port.number} ${port.protocol}`).join(", "),
    object,
    findings: findings(object),
  });
  const routed = new Set<string>();
  for (const virtualService of bound) {
    drawing.edge(id, drawVirtualService(parts, virtualService));
    for (const host of virtualService.spec.hosts ?? []) routed.add(host);
  }
  for (const { hosts, port } of servers) {
    for (const written of hosts) {
      const pattern = dnsPart(written);
      const names = [...routed].filter((host) => hostsOverlap(pattern, host));
      // A host without a route is drawn, too, because the map has to show that it leads nowhere.
      for (const host of names.length > 0 ? names : [pattern])
        drawing.edge(drawHost(parts, host), id, null, String(port.number));
    }
  }
}

/** A VirtualService of the mesh, or one whose gateway is elsewhere or missing. */
function drawUnbound(
  parts: MapParts,
  virtualService: VirtualServiceObject,
  drawn: ReadonlySet<string>,
): void {
  const to = drawVirtualService(parts, virtualService);
  for (const key of gatewayKeys(virtualService).filter((each) => !drawn.has(each))) {
    const gateway = parts.mesh.one("gateways", key);
    const from =
      key === meshGateway
        ? null
        : parts.drawing.node({
            id: `gateway:${key}`,
            kind: "gateway",
            label: key.slice(key.indexOf("/") + 1),
            note: gateway ? `in ${gateway.metadata.namespace}` : texts.missing,
            object: gateway ? referenceTo(gateway) : null,
            missing: !gateway,
          });
    if (from) parts.drawing.edge(from, to);
    for (const host of virtualService.spec.hosts ?? [])
      parts.drawing.edge(drawHost(parts, host), from ?? to, null, from ? null : "mesh");
  }
}

function drawHost({ drawing }: MapParts, host: string): string {
  return drawing.node({ id: `host:${host}`, kind: "host", label: host, note: "", object: null });
}
