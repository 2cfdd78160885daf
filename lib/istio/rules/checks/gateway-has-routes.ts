import { securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import type { Check } from "../finding";
import { keyOf } from "../indexes";

/**
 * A Gateway with a Secured Host leads somewhere; without a Virtual Service every request is answered by 404.
 */
export const gatewayHasRoutes: Check<"Gateway"> = {
  id: "gateway-has-routes",
  code: "LAM0111",
  title: "A Gateway without a Virtual Service",
  of: "Gateway",
  run: ({ metadata }, mesh) =>
    !metadata.annotations?.[securedHostsAnnotation] || mesh.one("virtualServicesByGateway", keyOf(metadata))
      ? []
      : [
          {
            severity: "info",
            path: ["metadata", "name"],
            message: "No Virtual Service names this Gateway, so every request is answered by 404",
            remedy: "Create a Virtual Service with this Gateway and the Secured Host among its hosts",
          },
        ],
};
