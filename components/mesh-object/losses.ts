import type { MeshObject } from "@/lib/api/mesh-object";
import type { DestinationRuleForm } from "@/lib/istio/destination-rule/form";
import type { ServiceForm } from "@/lib/istio/service/form";
import type { ServiceEntryForm } from "@/lib/istio/service-entry/form";
import type { VirtualServiceForm } from "@/lib/istio/virtual-service/form";
import { texts } from "./texts";

/** What stops working when the VirtualService is deleted. */
export function lossesOfVirtualService({ form }: MeshObject<VirtualServiceForm>): string[] {
  const { hosts, gateways, routes } = form;
  const through = gateways.filter((gateway) => gateway !== "mesh");
  const isOnMesh = gateways.length === 0 || gateways.includes("mesh");
  return [
    texts.losesRoutes({ count: routes.length }),
    ...(through.length > 0
      ? [texts.requestsGet404({ hosts: hosts.join(", "), gateways: through.join(", ") })]
      : []),
    ...(isOnMesh ? [texts.meshWithoutRoutes({ hosts: hosts.join(", ") })] : []),
  ];
}

/** What stops working when the DestinationRule is deleted. */
export function lossesOfDestinationRule({ form }: MeshObject<DestinationRuleForm>): string[] {
  const names = form.subsets.map(({ name }) => name);
  return [
    ...(names.length > 0
      ? [texts.subsetsGet503({ count: names.length, names: names.join(", "), service: form.service })]
      : []),
    texts.defaultsFor({ service: form.service }),
  ];
}

/** What stops working when the Service is deleted. */
export function lossesOfService({ name, virtualCluster, form }: MeshObject<ServiceForm>): string[] {
  return [
    texts.nameUnknown({ name, virtualCluster }),
    texts.dependentsBreak,
    ...(form.type === "LoadBalancer" ? [texts.losesLoadBalancer] : []),
    ...(form.type === "NodePort" ? [texts.losesNodePort] : []),
    texts.podsStay,
  ];
}

/** What stops working when the ServiceEntry is deleted. */
export function lossesOfServiceEntry({ form }: MeshObject<ServiceEntryForm>): string[] {
  const hosts = form.hosts.join(", ");
  return [texts.unknownToMesh({ hosts }), texts.egressRefused];
}
