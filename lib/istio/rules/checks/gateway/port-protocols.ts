import { isPlainHttp } from "../../../gateway/protocol";
import type { Check } from "../../finding";
import { keyOf } from "../../indexes";
import { carriesTls, firstOnListener, isBefore, type Placed, serversOf } from "../../listeners";

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
