import type { GatewayDetails } from "@/lib/api/gateway";
import type { MeshObjectDetails } from "@/lib/api/mesh-object";
import type { GatewayFormInput } from "@/lib/istio/gateway/form";
import { formFromGateway } from "@/lib/istio/gateway/to-form";

/** A gateway as the parts of the object editor take it: its form beside the object, without the walks. */
export function objectDetails(gateway: GatewayDetails): MeshObjectDetails<GatewayFormInput> {
  const { name, virtualCluster, errors, warnings, createdAt, resourceVersion, object, findings, owners } =
    gateway;
  const form: GatewayFormInput = formFromGateway(object as Parameters<typeof formFromGateway>[0]);
  return {
    kind: "Gateway",
    name,
    virtualCluster,
    form,
    object,
    findings,
    owners,
    errors,
    warnings,
    createdAt,
    resourceVersion,
  };
}
