import { meshGateway } from "../../../virtual-service/form";
import { isExportedTo } from "../../exports";
import type { Check } from "../../finding";
import { gatewayKeys } from "../../indexes";

/** The ingress sees a Virtual Service only if it is exported to the namespace of the ingress pods. Source: Istio, `exportTo`. */
export const virtualServiceExported: Check<"VirtualService"> = {
  id: "virtual-service-exported",
  code: "LAM0118",
  title: "A Virtual Service that its ingress does not see",
  of: "VirtualService",
  run: (virtualService, mesh) => {
    if (virtualService.spec.exportTo === undefined) return [];
    const blind = gatewayKeys(virtualService).flatMap((key) => {
      const gateway = key === meshGateway ? undefined : mesh.one("gateways", key);
      const namespaces = gateway ? mesh.ingressOf(gateway).namespaces : [];
      return namespaces.filter((each) => !isExportedTo(virtualService, each));
    });
    return [...new Set(blind)].map((namespace) => ({
      severity: "error",
      path: ["spec", "exportTo"],
      message: `It is not exported to ${namespace}, where the ingress pods are, so they answer its hosts with 404`,
      remedy: `Add ${namespace} to exportTo, or leave exportTo out`,
    }));
  },
};
