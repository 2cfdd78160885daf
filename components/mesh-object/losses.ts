import type { MeshObject } from "@/lib/api/mesh-object";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import type { ServiceForm } from "@/lib/istio/service/form";
import type { ServiceEntryForm } from "@/lib/istio/service-entry/form";
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

/** What no longer works when the Destination Rule is deleted. */
export function lossesOfDestinationRule({ form }: MeshObject<DestinationRuleForm>): string[] {
  const names = form.subsets.map(({ name }) => name);
  return [
    ...(names.length > 0
      ? [
          `The ${names.length === 1 ? "subset" : "subsets"} ${names.join(", ")} of ${form.service}: requests that a virtual service leads there get 503.`,
        ]
      : []),
    `How the mesh connects to ${form.service}: balancing, limits and TLS fall back to Istio’s defaults.`,
  ];
}

/** What no longer works when the Service is deleted. */
export function lossesOfService({ name, virtualCluster, form }: MeshObject<ServiceForm>): string[] {
  return [
    `The name ${name}.${virtualCluster} is no longer known inside the cluster: requests to it fail.`,
    "Virtual services that lead to it answer with 503, and its destination rules divide nothing.",
    ...(form.type === "LoadBalancer" ? ["Its load balancer and public address are given back."] : []),
    ...(form.type === "NodePort" ? ["Its port on every node is closed."] : []),
    "The pods keep running.",
  ];
}

/** What no longer works when the Service Entry is deleted. */
export function lossesOfServiceEntry({ form }: MeshObject<ServiceEntryForm>): string[] {
  const hosts = form.hosts.join(", ");
  return [
    `The mesh no longer knows ${hosts}: virtual services and destination rules for it have no effect.`,
    "Where the mesh lets only known services out, requests there are refused.",
  ];
}
