import { isPlainHttp } from "@/lib/istio/gateway/protocol";
import type { Check, FoundByCheck } from "@/lib/istio/rules/finding";
import {
  carriesTls,
  firstOnListener,
  gatewayScope,
  isBefore,
  type Placed,
  rivalsOf,
  serversOf,
} from "@/lib/istio/rules/listeners";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";

/**
 * A Gateway's ports are among those of the Service before its ingress, by the port or by the target port, as
 * Istio takes either. Source: Istio, IST0162.
 */
export const portOnIngress: Check<"Gateway"> = {
  id: "port-on-ingress",
  code: "IST0162",
  title: "A Gateway's port that the ingress Service does not have",
  of: "Gateway",
  run(gateway, mesh) {
    const { services } = mesh.ingressOf(gateway);
    if (services.length === 0) return [];
    const ports = services.flatMap(({ spec }) => spec.ports ?? []);
    const open = new Set(ports.flatMap(({ port, targetPort }) => [port, targetPort]));
    return (gateway.spec.servers ?? []).flatMap(({ port }, index) => {
      if (open.has(port.number)) return [];
      const names = services.map(({ metadata }) => keyOf(metadata)).join(", ");
      return [
        {
          severity: "error",
          path: ["spec", "servers", index, "port", "number"],
          message: `No Service before the ingress has port ${port.number}, so it cannot be reached`,
          remedy:
            `Add port ${port.number} to Service ${names}, ` +
            `or use one of ${[...new Set(ports.map((entry) => entry.port))].join(", ")}`,
        },
      ];
    });
  },
};

/**
 * One port speaks one protocol: Istio skips a server that does not go along with the older one on its port. Plain HTTP goes
 * along with plain HTTP, TLS with TLS, and nothing with TCP. Source: Istio, `mergeGateways` and `canMergeProtocols`.
 */
export const portProtocols: Check<"Gateway"> = {
  id: "port-protocols",
  code: "LAM0115",
  title: "Two protocols on one port",
  of: "Gateway",
  run: (gateway, mesh) =>
    serversOf(gateway).flatMap((own) => {
      const first = firstOnListener(mesh, own);
      if (!first || !isBefore(first, own) || goesAlong(first, own)) return [];
      const { number, protocol } = own.server.port;
      const other =
        first.gateway === gateway ? "a server before it" : `Gateway ${keyOf(first.gateway.metadata)}`;
      return [
        {
          severity: carriesTls(first) ? ("warning" as const) : ("error" as const),
          path: ["spec", "servers", own.index, "port", "protocol"],
          message: carriesTls(first)
            ? `Port ${number} carries TLS for ${other}, so plain ${protocol} may not be served there`
            : `Port ${number} carries ${first.server.port.protocol} for ${other}, so Istio skips this ${protocol} server`,
          remedy: "Choose another port, or the same protocol",
        },
      ];
    }),
};

function goesAlong(first: Placed, own: Placed): boolean {
  if (carriesTls(first)) return carriesTls(own);
  return isHttp(first.server.port.protocol) && isHttp(own.server.port.protocol);
}

function isHttp(protocol: string): boolean {
  return isPlainHttp(protocol.toUpperCase());
}

/**
 * Istio compares the hosts of TLS servers with their namespace prefixes, and Envoy without: `a/host` and `b/host` on one port
 * are a duplicate matcher, for which Envoy rejects the whole listener. Tried with istiod and Envoy 1.40.
 */
export const listenerRejected: Check<"Gateway"> = {
  id: "listener-rejected",
  code: "LAM0114",
  title: "A port that Envoy rejects",
  of: "Gateway",
  run: (gateway, mesh) =>
    serversOf(gateway).flatMap((own) => {
      if (!carriesTls(own)) return [];
      return own.server.hosts.flatMap((host, position) => {
        const scoped = gatewayScope(gateway, host);
        const rival = rivalsOf(mesh, own, host).find(
          (each) =>
            carriesTls(each) &&
            each.server.hosts.every((written) => gatewayScope(each.gateway, written) !== scoped),
        );
        if (!rival) return [];
        const port = own.server.port.number;
        const other =
          rival.gateway === gateway
            ? "Another server of this Gateway"
            : `Gateway ${keyOf(rival.gateway.metadata)}`;
        return [
          {
            severity: "error" as const,
            path: ["spec", "servers", own.index, "hosts", position],
            message:
              `${other} has the DNS name of ${host} on port ${port} with a different namespace prefix, so Envoy ` +
              "rejects everything on this port, and later changes to it as well",
            remedy:
              "Keep the host in one of them, or write the same prefix in both so that Istio drops the younger server",
          },
        ];
      });
    }),
};

/**
 * Two servers on one port of one ingress do not share a host. Istio drops the younger TLS server as a whole, while plain
 * HTTP servers are merged; both ends hear of it. Source: Istio, IST0145 and `mergeGateways`.
 */
export const gatewayConflict: Check<"Gateway"> = {
  id: "gateway-conflict",
  code: "IST0145",
  title: "Two servers for the same host on the same port",
  of: "Gateway",
  run: (gateway, mesh) =>
    serversOf(gateway).flatMap((own) =>
      own.server.hosts.flatMap((host, position) => {
        const rivals = rivalsOf(mesh, own, host).filter(
          (rival) => !own.server.tls || (rival.server.tls && isDropped(own, host, rival)),
        );
        const path = ["spec", "servers", own.index, "hosts", position];
        return rivals.length > 0 ? [{ path, ...conflict(own, rivals, host) }] : [];
      }),
    ),
};

/** Istio compares hosts with their namespaces; those that differ in these only reach Envoy (see `listener-rejected`). */
function isDropped(own: Placed, host: string, { gateway, server }: Placed): boolean {
  const scoped = gatewayScope(own.gateway, host);
  return server.hosts.some((each) => gatewayScope(gateway, each) === scoped);
}

function conflict(
  { gateway, ...own }: Placed,
  rivals: readonly Placed[],
  host: string,
): Omit<FoundByCheck, "path"> {
  const place = `${host} on port ${own.server.port.number}`;
  const older = rivals.find((rival) => isBefore(rival, { gateway, ...own }));
  const remedy = "Give each server hosts of its own, put them into one Gateway, or use a dedicated ingress";
  if (!own.server.tls)
    return {
      severity: "info",
      message: `${namesOf(gateway, rivals)} ${rivals.length > 1 ? "serve" : "serves"} ${place}, too; Istio merges their routes`,
      remedy,
    };
  return older
    ? {
        severity: carriesTls(older) ? "error" : "warning",
        message: `${namesOf(gateway, [older])} already serves ${place}, so Istio drops this whole server`,
        remedy,
      }
    : {
        severity: "warning",
        message: `${namesOf(gateway, rivals)} asks for ${place}, too; Istio serves it from here and drops the other server`,
        remedy,
      };
}

function namesOf(own: Placed["gateway"], rivals: readonly Placed[]): string {
  const names = new Set(
    rivals.map(({ gateway }) =>
      gateway === own ? "Another server of this Gateway" : `Gateway ${keyOf(gateway.metadata)}`,
    ),
  );
  const [first = "", ...others] = names;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
