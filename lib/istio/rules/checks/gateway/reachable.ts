import { isTlsProtocol, needsCertificate } from "@/lib/istio/gateway/protocol";
import type { Check } from "@/lib/istio/rules/finding";
import { keyOf } from "@/lib/istio/rules/mesh/indexes";
import { texts } from "@/lib/istio/rules/texts";
import { dnsPart, hostCovers, sameName } from "@/lib/model/hosts";
import type { GatewayServer } from "@/lib/model/istio-objects";
import { readSecuredHosts, securedHostsAnnotation } from "@/lib/model/secured-hosts";

/** A Gateway's selector matches pods; otherwise nothing listens. Only a warning, because a dedicated ingress may follow. */
export const gatewayHasWorkload: Check<"Gateway"> = {
  id: "gateway-has-workload",
  code: "IST0101",
  title: texts.selectsNoIngress,
  of: "Gateway",
  run(gateway, mesh) {
    if (mesh.ingressOf(gateway).workloads.length > 0) return [];
    const selector = Object.entries(gateway.spec.selector ?? {}).map(([key, value]) => `${key}=${value}`);
    return [
      {
        severity: "warning",
        path: ["spec", "selector"],
        message: texts.noPodForGateway({ labels: selector.join(", ") }),
        remedy: texts.chooseIngress,
      },
    ];
  },
};

/**
 * A Gateway with a Secured Host has a route: without a VirtualService, every request is answered with 404, and if TLS is
 * passed through, nothing answers at all.
 */
export const gatewayHasRoutes: Check<"Gateway"> = {
  id: "gateway-has-routes",
  code: "LAM0111",
  title: texts.gatewayWithoutRoutes,
  of: "Gateway",
  run: ({ metadata, spec }, mesh) =>
    !metadata.annotations?.[securedHostsAnnotation] || mesh.one("virtualServicesByGateway", keyOf(metadata))
      ? []
      : [
          {
            severity: "info",
            path: ["metadata", "name"],
            message: (spec.servers ?? []).every(passesOn) ? texts.connectionsClosed : texts.requestsGet404,
            remedy: texts.createVirtualService,
          },
        ],
};

function passesOn({ port, tls }: GatewayServer): boolean {
  return isTlsProtocol(port.protocol.toUpperCase()) && !needsCertificate(tls?.mode);
}

/** A server on the right port accepts each Secured Host in the annotation. */
export const securedHostServed: Check<"Gateway"> = {
  id: "secured-host-served",
  code: "LAM0108",
  title: texts.securedHostUnserved,
  of: "Gateway",
  run({ metadata, spec }) {
    const annotation = metadata.annotations?.[securedHostsAnnotation];
    if (!annotation) return [];
    const { entries, malformed } = readSecuredHosts(annotation);
    const found = { severity: "error" as const, path: ["metadata", "annotations", securedHostsAnnotation] };
    const unserved = entries.flatMap(({ port, host }) => {
      const servers = (spec.servers ?? []).filter((server) => server.port.number === port);
      if (servers.some(({ hosts }) => hosts.some((listed) => hostCovers(sameName(dnsPart(listed)), host))))
        return [];
      const message =
        servers.length > 0
          ? texts.securedHostNotListed({ port, host })
          : texts.securedHostWithoutPort({ host, port });
      const remedy = servers.length > 0 ? texts.addHostToServer({ host }) : texts.addServer({ port });
      return [{ ...found, message, remedy }];
    });
    const unread = malformed.map(({ part, reason }) => ({
      ...found,
      message: texts.notASecuredHost({ part }),
      remedy: reason,
    }));
    return [...unserved, ...unread];
  },
};
