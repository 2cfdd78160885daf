import { dnsPart, hostsOverlap } from "../../../fields/host";
import type { GatewayServer } from "../../../gateway/object";
import { isPlainHttp } from "../../../gateway/protocol";
import { meshGateway } from "../../../virtual-service/form";
import type { Check } from "../../finding";
import { gatewayKeys } from "../../indexes";

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
