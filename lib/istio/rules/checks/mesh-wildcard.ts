import { meshGateway } from "../../virtual-service/form";
import { type Check, referenceTo } from "../finding";
import { gatewayKeys } from "../mesh-index";

/** The host `*` is for gateways only. Source: Istio, Virtual Service reference, `hosts`. */
export const meshWildcard: Check = {
  id: "mesh-wildcard",
  code: "LAM0106",
  title: "The host “*” on the mesh",
  run: ({ snapshot }) =>
    snapshot.virtualServices.flatMap((virtualService) => {
      const index = virtualService.spec.hosts?.indexOf("*") ?? -1;
      if (index < 0 || !gatewayKeys(virtualService).includes(meshGateway)) return [];
      return [
        {
          severity: "error" as const,
          object: referenceTo(virtualService),
          path: ["spec", "hosts", index],
          message: "“*” cannot stand on the mesh, where it would take all traffic; Istio refuses it",
          remedy: "Name the hosts, or choose a Gateway instead of mesh",
        },
      ];
    }),
};
