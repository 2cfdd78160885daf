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
import { texts } from "@/lib/istio/rules/texts";

/**
 * A Gateway's ports are among those of its ingress's Service, as a port or a target port, because Istio accepts either.
 * Source: Istio, IST0162.
 */
export const portOnIngress: Check<"Gateway"> = {
  id: "port-on-ingress",
  code: "IST0162",
  title: texts.portClosed,
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
          message: texts.portNotOnIngress({ port: port.number }),
          remedy: texts.openPort({
            port: port.number,
            services: names,
            ports: [...new Set(ports.map((entry) => entry.port))].join(", "),
          }),
        },
      ];
    });
  },
};

/**
 * One port speaks one protocol: Istio skips a server that isn't compatible with the older one on its port. Plain HTTP is
 * compatible with plain HTTP, TLS with TLS, and nothing with TCP. Source: Istio, `mergeGateways` and `canMergeProtocols`.
 */
export const portProtocols: Check<"Gateway"> = {
  id: "port-protocols",
  code: "LAM0115",
  title: texts.portProtocols,
  of: "Gateway",
  run: (gateway, mesh) =>
    serversOf(gateway).flatMap((own) => {
      const first = firstOnListener(mesh, own);
      if (!first || !isBefore(first, own) || goesAlong(first, own)) return [];
      const { number, protocol } = own.server.port;
      const other =
        first.gateway === gateway
          ? texts.earlierServer
          : texts.gateway({ name: keyOf(first.gateway.metadata) });
      return [
        {
          severity: carriesTls(first) ? ("warning" as const) : ("error" as const),
          path: ["spec", "servers", own.index, "port", "protocol"],
          message: carriesTls(first)
            ? texts.portCarriesTls({ port: number, other, protocol })
            : texts.portCarriesOther({
                port: number,
                otherProtocol: first.server.port.protocol,
                other,
                protocol,
              }),
          remedy: texts.otherPortOrProtocol,
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
 * Istio compares the hosts of TLS servers with their namespace prefixes, Envoy without them: `a/host` and `b/host` on one
 * port are a duplicate matcher, for which Envoy rejects the whole listener. Tried with istiod and Envoy 1.40.
 */
export const listenerRejected: Check<"Gateway"> = {
  id: "listener-rejected",
  code: "LAM0114",
  title: texts.portRejected,
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
            ? texts.otherServer
            : texts.gateway({ name: keyOf(rival.gateway.metadata) });
        return [
          {
            severity: "error" as const,
            path: ["spec", "servers", own.index, "hosts", position],
            message: texts.sameNameOtherPrefix({ host, port, other }),
            remedy: texts.samePrefix,
          },
        ];
      });
    }),
};

/**
 * Two servers on one port of one ingress don't have a host in common. Istio drops the whole younger server if it uses TLS,
 * and merges plain HTTP servers; both Gateways get the finding. Source: Istio, IST0145 and `mergeGateways`.
 */
export const gatewayConflict: Check<"Gateway"> = {
  id: "gateway-conflict",
  code: "IST0145",
  title: texts.hostConflict,
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

/** Istio compares hosts with their namespaces; hosts that differ only in those reach Envoy (see `listener-rejected`). */
function isDropped(own: Placed, host: string, { gateway, server }: Placed): boolean {
  const scoped = gatewayScope(own.gateway, host);
  return server.hosts.some((each) => gatewayScope(gateway, each) === scoped);
}

function conflict(
  { gateway, ...own }: Placed,
  rivals: readonly Placed[],
  host: string,
): Omit<FoundByCheck, "path"> {
  const place = texts.hostOnPort({ host, port: own.server.port.number });
  const older = rivals.find((rival) => isBefore(rival, { gateway, ...own }));
  const remedy = texts.separateHosts;
  if (!own.server.tls)
    return {
      severity: "info",
      message: texts.alsoServed({ place, others: namesOf(gateway, rivals) }),
      remedy,
    };
  return older
    ? {
        severity: carriesTls(older) ? "error" : "warning",
        message: texts.alreadyServed({ place, other: namesOf(gateway, [older]) }),
        remedy,
      }
    : {
        severity: "warning",
        message: texts.dropsOther({ place, others: namesOf(gateway, rivals) }),
        remedy,
      };
}

function namesOf(own: Placed["gateway"], rivals: readonly Placed[]): string {
  const names = new Set(
    rivals.map(({ gateway }) =>
      gateway === own ? texts.otherServer : texts.gateway({ name: keyOf(gateway.metadata) }),
    ),
  );
  const [first = "", ...others] = names;
  return others.length === 0 ? first : texts.andMore({ first, count: others.length });
}
