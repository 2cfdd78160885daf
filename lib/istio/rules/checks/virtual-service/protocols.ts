import { qualifiedHost } from "@/lib/istio/fields/service-host";
import { isPlainHttp } from "@/lib/istio/gateway/protocol";
import { destinationsOf } from "@/lib/istio/rules/destinations";
import type { Check } from "@/lib/istio/rules/finding";
import { gatewayKeys, keyOf } from "@/lib/istio/rules/mesh/indexes";
import { texts } from "@/lib/istio/rules/texts";
import { meshGateway } from "@/lib/istio/virtual-service/form";
import { dnsPart, hostsOverlap } from "@/lib/model/hosts";
import type { GatewayServer } from "@/lib/model/istio-objects";

const protocols = ["http", "tls", "tcp"] as const;
type RouteProtocol = (typeof protocols)[number];

const unreachable = {
  http: texts.httpRoutesUnreachable,
  tls: texts.tlsRoutesUnreachable,
  tcp: texts.tcpRoutesUnreachable,
} as const;

/**
 * A server passes on HTTP requests, encrypted TLS connections, or the bytes in them; routes for another protocol are silently
 * ignored. Source: Istio, Virtual Service reference, `http`, `tls` and `tcp`.
 */
export const routeProtocol: Check<"VirtualService"> = {
  id: "route-protocol",
  code: "LAM0117",
  title: texts.routeProtocol,
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
          message: unreachable[protocol]({ servers: [...new Set(instead)].join(", ") }),
          remedy: texts.writeOtherRoutes({ protocols: [...handedOver].join(" or ") }),
        },
      ];
    });
  },
};

/** Null if the server detects the protocol, or the protocol isn't known. */
function handsOver({ port, tls }: GatewayServer): RouteProtocol | null {
  const protocol = port.protocol.toUpperCase();
  if (isPlainHttp(protocol)) return "http";
  if (tls?.mode === "AUTO_PASSTHROUGH") return null;
  if (protocol === "HTTPS") return tls?.mode === "PASSTHROUGH" ? "tls" : "http";
  if (protocol === "TLS") return tls?.mode === "PASSTHROUGH" ? "tls" : "tcp";
  return protocol === "TCP" || protocol === "MONGO" ? "tcp" : null;
}

/**
 * An ingress follows the VirtualService of its own host and no second one: it doesn't split what another VirtualService
 * splits on the mesh. Source: Istio, IST0140 (IngressRouteRulesNotAffected).
 */
export const rulesOnIngress: Check<"VirtualService"> = {
  id: "rules-on-ingress",
  code: "IST0140",
  title: texts.ignoredByIngress,
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
          message: texts.dividedOnMesh({ other: keyOf(dividing.metadata), host }),
          remedy: texts.divideHere,
        },
      ];
    });
  },
};
