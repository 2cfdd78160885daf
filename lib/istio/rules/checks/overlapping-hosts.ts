import { meshGateway } from "../../virtual-service/form";
import type { VirtualServiceObject } from "../../virtual-service/object";
import type { Check, FoundByCheck } from "../finding";
import { gatewayKeys, hostKey, keyOf } from "../indexes";

/**
 * A host belongs to one Virtual Service on each gateway. On the mesh Istio takes one of them and ignores the
 * other (IST0109); on a gateway it merges their routes in an order that nobody chose.
 */
export const overlappingHosts: Check<"VirtualService"> = {
  id: "overlapping-hosts",
  code: "LAM0104",
  title: "Two Virtual Services for one host",
  of: "VirtualService",
  run: (virtualService, mesh) =>
    (virtualService.spec.hosts ?? []).flatMap((host, index) =>
      gatewayKeys(virtualService).flatMap((gateway) => {
        const owner = mesh.one("virtualServicesByHost", hostKey(virtualService, gateway, host));
        return owner && owner !== virtualService
          ? [overlap(owner, host, index, gateway === meshGateway)]
          : [];
      }),
    ),
};

function overlap(owner: VirtualServiceObject, host: string, index: number, onMesh: boolean): FoundByCheck {
  const message = `Virtual Service ${keyOf(owner.metadata)} is for ${host} too`;
  return {
    ...(onMesh ? { code: "IST0109" } : {}),
    severity: onMesh ? "error" : "warning",
    path: ["spec", "hosts", index],
    message: onMesh
      ? `${message}, on the mesh; Istio takes one of them and ignores the other`
      : `${message}, on the same gateway; Istio joins their routes in an order of its own`,
    remedy: "Put the routes for one host into one Virtual Service",
  };
}
