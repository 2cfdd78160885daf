import { meshGateway } from "../../../virtual-service/form";
import type { Check } from "../../finding";
import { gatewayKeys } from "../../indexes";

/** The host `*` is for gateways only. Source: Istio, Virtual Service reference, `hosts`. */
export const meshWildcard: Check<"VirtualService"> = {
  id: "mesh-wildcard",
  code: "LAM0106",
  title: "The host “*” on the mesh",
  of: "VirtualService",
  run(virtualService) {
    const index = virtualService.spec.hosts?.indexOf("*") ?? -1;
    if (index < 0 || !gatewayKeys(virtualService).includes(meshGateway)) return [];
    return [
      {
        severity: "error",
        path: ["spec", "hosts", index],
        message: "“*” cannot stand on the mesh, where it would take all traffic; Istio refuses it",
        remedy: "Name the hosts, or choose a Gateway instead of mesh",
      },
    ];
  },
};
