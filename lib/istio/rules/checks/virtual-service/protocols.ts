import { qualifiedHost } from "@/lib/istio/fields/service-host";
import type { GatewayServer } from "@/lib/istio/gateway/object";
import { isPlainHttp } from "@/lib/istio/gateway/protocol";
import { destinationsOf } from "@/lib/istio/rules/destinations";
import type { Check } from "@/lib/istio/rules/finding";
import { gatewayKeys, keyOf } from "@/lib/istio/rules/mesh/indexes";
import { meshGateway } from "@/lib/istio/virtual-service/form";
import { dnsPart, hostsOverlap } from "@/lib/model/hosts";

const protocols = ["http", "tls", "tcp"] as const;
type RouteProtocol = (typeof protocols)[number];

const wanted: Record<RouteProtocol, string> = {
  http: "HTTP, or HTTPS that ends at the gateway",
  tls: "TLS or HTTPS in mode PASSTHROUGH",
  tcp: "TCP, or TLS that ends at the gateway",
};

const consequence: Record<RouteProtocol, string> = {
  http: "no request reaches them",
  tls: "no connection reaches them",
  tcp: "no connection reaches them",
};

/**
 * A server hands over HTTP requests, TLS connections as they are, or the bytes inside: routes of another protocol are left
 * aside without a word. Source: Istio, Virtual Service reference, `http`, `tls` and `tcp`.
 */
export const routeProtocol: Check<"VirtualService"> = {
  id: "route-protocol",
  code: "LAM0117",
  title: "Routes of a protocol that no server hands over",
  of: "VirtualService",
  run: (virtualService, mesh) => {
    const keys = gatewayKeys(virtualService);
    if (keys.includes(meshGateway)) return [];
    const hosts = virtualService.spec.hosts ?? [];
    const servers = keys
      .flatMap((key) => mesh.one("gateways", key)?.spec.servers ?? [])
      .filter((server) =>
        server.hosts.some((each) => hosts.some((host) => hostsOverlap(dnsPart(each), host))),
      );
    const handedOver = new Set(servers.flatMap((server) => handsOver(server) ?? protocols));
    if (servers.length === 0) return [];
    return protocols.flatMap((protocol) => {
      if (!virtualService.spec[protocol]?.length || handedOver.has(protocol)) return [];
      const instead = servers.map(({ port, tls }) => [port.protocol, tls?.mode].filter(Boolean).join(" "));
      return [
        {
          severity: "error",
          path: ["spec", protocol],
          message:
            `These ${protocol.toUpperCase()} routes need a server for ${wanted[protocol]}; the Gateway has ` +
            `${[...new Set(instead)].join(", ")}, so ${consequence[protocol]}`,
          remedy: `Write ${[...handedOver].join(" or ")} routes, or change the protocol or TLS mode of the server`,
        },
      ];
    });
  },
};

/** Null where the server decides by itself, or its protocol is not known. */
function handsOver({ port, tls }: GatewayServer): RouteProtocol | null {
  const protocol = port.protocol.toUpperCase();
  if (isPlainHttp(protocol)) return "http";
  if (tls?.mode === "AUTO_PASSTHROUGH") return null;
  if (protocol === "HTTPS") return tls?.mode === "PASSTHROUGH" ? "tls" : "http";
  if (protocol === "TLS") return tls?.mode === "PASSTHROUGH" ? "tls" : "tcp";
  return protocol === "TCP" || protocol === "MONGO" ? "tcp" : null;
}

/**
 * An ingress goes by the Virtual Service of its own host and follows no second one: what another divides on the mesh it does
 * not divide. Source: Istio, IST0140 (IngressRouteRulesNotAffected).
 */
export const rulesOnIngress: Check<"VirtualService"> = {
  id: "rules-on-ingress",
  code: "IST0140",
  title: "Routes of the mesh that an ingress does not follow",
  of: "VirtualService",
  run: (virtualService, mesh) => {
    const keys = gatewayKeys(virtualService);
    if (keys.every((key) => key === meshGateway)) return [];
    return destinationsOf(virtualService).flatMap(({ host, subset, path }) => {
      if (subset !== undefined || path[1] !== "http" || path[3] !== "route") return [];
      const dividing = mesh
        .find("virtualServicesDividing", host)
        .find(
          ({ spec, metadata }) =>
            spec.hosts?.some((each) => qualifiedHost(each, metadata.namespace ?? "") === host) &&
            metadata !== virtualService.metadata,
        );
      if (!dividing) return [];
      return [
        {
          severity: "info" as const,
          path,
          message: `Virtual Service ${keyOf(dividing.metadata)} divides ${host} into subsets for callers in the mesh; requests through the gateway do not follow it`,
          remedy: "Choose the subsets here as well, if these requests are to be divided",
        },
      ];
    });
  },
};
