import type { MeshObject } from "@/lib/api/mesh-object";
import type { ServiceForm } from "@/lib/istio/service/form";

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
