import type { MeshObject } from "@/lib/api/mesh-object";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";

/** What no longer works when the Virtual Service is deleted. */
export function lossesOfVirtualService({ form }: MeshObject<VirtualServiceForm>): string[] {
  const { hosts, gateways, routes } = form;
  const through = gateways.filter((gateway) => gateway !== "mesh");
  const isOnMesh = gateways.length === 0 || gateways.includes("mesh");
  return [
    `${routes.length} ${routes.length === 1 ? "route" : "routes"} with conditions, weights and retries.`,
    ...(through.length > 0
      ? [`Requests for ${hosts.join(", ")} through ${through.join(", ")} find no route: they get 404.`]
      : []),
    ...(isOnMesh
      ? [`Inside the cluster, requests for ${hosts.join(", ")} go to the services without these routes.`]
      : []),
  ];
}
