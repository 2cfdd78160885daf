import type { MeshObject } from "@/lib/api/mesh-object";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import { qualifiedHost } from "@/lib/istio/fields/service-host";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";

export interface HostUses {
  destinationRules: MeshObject<DestinationRuleForm>[];
  virtualServices: MeshObject<VirtualServiceForm>[];
}

/** What of these names the host, whether short or in full: rules for it, and routes that lead to it. */
export function usesOfHost(
  host: string,
  virtualCluster: string,
  { destinationRules, virtualServices }: HostUses,
): HostUses {
  const wanted = qualifiedHost(host, virtualCluster);
  const isIt = (other: string, namespace: string) => qualifiedHost(other, namespace) === wanted;
  return {
    destinationRules: destinationRules.filter((rule) => isIt(rule.form.service, rule.virtualCluster)),
    virtualServices: virtualServices.filter((each) =>
      each.form.routes.some(({ weights }) =>
        weights.some(({ destination }) => isIt(destination, each.virtualCluster)),
      ),
    ),
  };
}
