import { securedHostsAnnotation } from "@/lib/gateway/secured-hosts";
import { type Check, referenceTo } from "../finding";
import { keyOf } from "../mesh-index";

/**
 * A Gateway with a Secured Host leads somewhere; without a Virtual Service every request is answered by 404.
 */
export const gatewayHasRoutes: Check = {
  id: "gateway-has-routes",
  code: "LAM0111",
  title: "A Gateway without a Virtual Service",
  run: ({ snapshot, bound }) =>
    snapshot.gateways.flatMap((gateway) =>
      !gateway.metadata.annotations?.[securedHostsAnnotation] || bound.has(keyOf(gateway.metadata))
        ? []
        : [
            {
              severity: "info" as const,
              object: referenceTo(gateway),
              path: ["metadata", "name"],
              message: "No Virtual Service names this Gateway, so every request is answered by 404",
              remedy: "Create a Virtual Service with this Gateway and the Secured Host among its hosts",
            },
          ],
    ),
};
