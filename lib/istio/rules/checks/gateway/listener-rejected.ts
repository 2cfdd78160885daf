import type { Check } from "../../finding";
import { keyOf } from "../../indexes";
import { carriesTls, rivalsOf, serversOf } from "../../listeners";
import { gatewayScope } from "../../scope";

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
