import { qualifiedHost } from "../../fields/service-host";
import { meshGateway } from "../../virtual-service/form";
import type { VirtualServiceObject } from "../../virtual-service/object";
import { type Check, type FoundByCheck, referenceTo } from "../finding";
import { gatewayKeys, keyOf } from "../mesh-index";

/**
 * A host belongs to one Virtual Service on each gateway. On the mesh Istio takes one of them and ignores the
 * other (IST0109); on a gateway it merges their routes in an order that nobody chose.
 */
export const overlappingHosts: Check = {
  id: "overlapping-hosts",
  code: "LAM0104",
  title: "Two Virtual Services for one host",
  run: ({ snapshot }) => {
    const owners = new Map<string, VirtualServiceObject>();
    return snapshot.virtualServices.flatMap((virtualService) => {
      const namespace = virtualService.metadata.namespace ?? "";
      return (virtualService.spec.hosts ?? []).flatMap((host, index) =>
        gatewayKeys(virtualService).flatMap((gateway): FoundByCheck[] => {
          const mesh = gateway === meshGateway;
          const scope = mesh && isPrivate(virtualService) ? `${gateway} ${namespace}` : gateway;
          const key = `${scope} ${qualifiedHost(host, namespace)}`;
          const owner = owners.get(key);
          if (!owner) owners.set(key, virtualService);
          return owner && owner !== virtualService ? [overlap(virtualService, owner, host, index, mesh)] : [];
        }),
      );
    });
  },
};

/** Whether it is seen in its own namespace only. */
function isPrivate({ spec }: VirtualServiceObject): boolean {
  return spec.exportTo?.length === 1 && spec.exportTo[0] === ".";
}

function overlap(
  virtualService: VirtualServiceObject,
  owner: VirtualServiceObject,
  host: string,
  index: number,
  mesh: boolean,
): FoundByCheck {
  const message = `Virtual Service ${keyOf(owner.metadata)} is for ${host} too`;
  return {
    ...(mesh ? { code: "IST0109" } : {}),
    severity: mesh ? "error" : "warning",
    object: referenceTo(virtualService),
    path: ["spec", "hosts", index],
    message: mesh
      ? `${message}, on the mesh; Istio takes one of them and ignores the other`
      : `${message}, on the same gateway; Istio joins their routes in an order of its own`,
    remedy: "Put the routes for one host into one Virtual Service",
  };
}
