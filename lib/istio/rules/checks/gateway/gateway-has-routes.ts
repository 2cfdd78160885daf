import { securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import type { GatewayServer } from "../../../gateway/object";
import { isTlsProtocol, needsCertificate } from "../../../gateway/protocol";
import type { Check } from "../../finding";
import { keyOf } from "../../indexes";

/**
 * A Gateway with a Secured Host leads somewhere: without a Virtual Service every request is answered by 404, and where TLS is
 * passed on, nothing answers at all.
 */
export const gatewayHasRoutes: Check<"Gateway"> = {
  id: "gateway-has-routes",
  code: "LAM0111",
  title: "A Gateway without a Virtual Service",
  of: "Gateway",
  run: ({ metadata, spec }, mesh) =>
    !metadata.annotations?.[securedHostsAnnotation] || mesh.one("virtualServicesByGateway", keyOf(metadata))
      ? []
      : [
          {
            severity: "info",
            path: ["metadata", "name"],
            message: (spec.servers ?? []).every(passesOn)
              ? "No Virtual Service names this Gateway, so every connection is closed"
              : "No Virtual Service names this Gateway, so every request is answered by 404",
            remedy: "Create a Virtual Service with this Gateway and the Secured Host among its hosts",
          },
        ],
};

function passesOn({ port, tls }: GatewayServer): boolean {
  return isTlsProtocol(port.protocol.toUpperCase()) && !needsCertificate(tls?.mode);
}
