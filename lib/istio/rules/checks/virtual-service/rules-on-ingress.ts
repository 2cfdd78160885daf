import { qualifiedHost } from "../../../fields/service-host";
import { meshGateway } from "../../../virtual-service/form";
import { destinationsOf } from "../../destinations";
import type { Check } from "../../finding";
import { gatewayKeys, keyOf } from "../../indexes";

/**
 * An ingress goes by the Virtual Service of its own host and follows no second one: what another divides on the mesh it does
 * not divide. Source: Istio, IST0140 (IngressRouteRulesNotAffected).
 */
export const rulesOnIngress: Check<"VirtualService"> = {
  id: "rules-on-ingress",
  code: "IST0140",
  title: "Routes of the mesh that an ingress does not follow",
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
          message: `Virtual Service ${keyOf(dividing.metadata)} divides ${host} into subsets for callers in the mesh; requests through the gateway do not follow it`,
          remedy: "Choose the subsets here as well, if these requests are to be divided",
        },
      ];
    });
  },
};
