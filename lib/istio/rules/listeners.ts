import { isTlsProtocol } from "@/lib/istio/gateway/protocol";
import { dnsPart, sameName } from "@/lib/model/hosts";
import type { GatewayObject, GatewayServer } from "@/lib/model/istio-objects";
import { selects } from "@/lib/model/labels";
import { firstPair, type IndexName, pairOf, portKey, serverKey } from "./mesh/indexes";
import { compare } from "./mesh/lookups";
import type { Mesh } from "./mesh/mesh";

/** A server of a Gateway, with its position there. */
export interface Placed {
  gateway: GatewayObject;
  server: GatewayServer;
  index: number;
}

/**
 * The ports of Gateways that lead to the same port of the ingress pods as this one: Istio follows the ingress's Service from
 * `port` to `targetPort`, and listens directly on a port that no Service has. Source: Istio, `resolvePorts`.
 */
function portsOfListener(mesh: Mesh, gateway: GatewayObject, number: number): readonly number[] {
  const selector = JSON.stringify(gateway.spec.selector ?? {});
  return mesh.once(`listener ${selector} ${number}`, () => {
    const targets = new Map<number, number | string>();
    for (const { spec } of mesh.ingressOf(gateway).services)
      for (const { port, targetPort } of spec.ports ?? [])
        if (!targets.has(port)) targets.set(port, targetPort || port);
    const target = targets.get(number) ?? number;
    const ports = [...targets].flatMap(([port, each]) => (each === target ? [port] : []));
    if (typeof target === "number" && !targets.has(target)) ports.push(target);
    return ports.includes(number) ? ports : [...ports, number];
  });
}

/** No more than this many are named. */
const most = 4;

/**
 * Other servers with this host on the same port of the same ingress, the oldest first: of other Gateways, and of this one.
 * While no pods are selected, those of Gateways with the same selector.
 */
export function rivalsOf(mesh: Mesh, own: Placed, host: string): readonly Placed[] {
  const ports = portsOfListener(mesh, own.gateway, own.server.port.number);
  const name = sameName(dnsPart(host));
  const key = (pair: string, port: number) => serverKey(pair, port, host);
  return gatewaysBeside(mesh, own.gateway, "gatewaysByServer", ports, key)
    .flatMap((gateway) => serversOn(gateway, ports, own.server))
    .filter(({ server }) => server.hosts.some((each) => sameName(dnsPart(each)) === name))
    .filter((placed) => !isSame(placed, own));
}

/** The first server that Istio processes on the same port of the same ingress: others are merged with it or skipped. */
export function firstOnListener(mesh: Mesh, own: Placed): Placed | undefined {
  const ports = portsOfListener(mesh, own.gateway, own.server.port.number);
  return gatewaysBeside(mesh, own.gateway, "gatewaysByPort", ports, portKey).flatMap((gateway) =>
    serversOn(gateway, ports, own.server),
  )[0];
}

/** Whether the first one comes earlier: in an older Gateway, or before the other one in the same Gateway. */
export function isBefore(one: Placed, other: Placed): boolean {
  if (one.gateway === other.gateway) return one.index < other.index;
  return compare(one.gateway, other.gateway) < 0;
}

/** Whether connections to the server are encrypted; a plain server may also have `tls`, for its redirect. */
export function carriesTls({ server }: Placed): boolean {
  return isTlsProtocol(server.port.protocol.toUpperCase());
}

export function serversOf(gateway: GatewayObject): Placed[] {
  return (gateway.spec.servers ?? []).map((server, index) => ({ gateway, server, index }));
}

function serversOn(gateway: GatewayObject, ports: readonly number[], { bind = "" }: GatewayServer): Placed[] {
  return serversOf(gateway).filter(
    ({ server }) => ports.includes(server.port.number) && (server.bind ?? "") === bind,
  );
}

/** Gateways with these keys that apply to the same pods as this one, the oldest first. */
function gatewaysBeside(
  mesh: Mesh,
  own: GatewayObject,
  index: IndexName & `gatewaysBy${"Server" | "Port"}`,
  ports: readonly number[],
  keyFor: (pair: string, port: number) => string,
): GatewayObject[] {
  const { workloads } = mesh.ingressOf(own);
  const found = new Set<GatewayObject>();
  const take = (pair: string, fits: (selector: Record<string, string>) => boolean) => {
    for (const port of ports) {
      let taken = 0;
      for (const gateway of mesh.find(index, keyFor(pair, port))) {
        if (taken > most) break;
        if (!fits(gateway.spec.selector ?? {})) continue;
        found.add(gateway);
        taken += 1;
      }
    }
  };
  if (workloads.length === 0) {
    const text = selectorText(own.spec.selector);
    take(firstPair(own.spec.selector), (selector) => selectorText(selector) === text);
  } else
    for (const { podLabels } of workloads)
      for (const pair of ["", ...Object.entries(podLabels).map(pairOf)])
        take(pair, (selector) => selects(selector, podLabels));
  return [...found].sort(compare);
}

function selectorText(selector: Record<string, string> = {}): string {
  return JSON.stringify(Object.entries(selector).sort());
}

function isSame(one: Placed, other: Placed): boolean {
  return one.gateway === other.gateway && one.index === other.index;
}

/** The namespace whose VirtualServices a Gateway's host accepts; `*` for all. */
export function scopeOf({ metadata }: GatewayObject, host: string): string {
  const slash = host.indexOf("/");
  const scope = slash === -1 ? "*" : host.slice(0, slash);
  return scope === "." ? (metadata.namespace ?? "") : scope;
}

/** The host as Istio compares it with other servers' hosts. Source: Istio, `sanitizeServerHostNamespace`. */
export function gatewayScope(gateway: GatewayObject, host: string): string {
  return `${scopeOf(gateway, host)}/${dnsPart(host)}`;
}
