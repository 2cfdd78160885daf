import type { GatewayDetails } from "@/lib/api/gateway";
import type { MeshObjectDetails } from "@/lib/api/mesh-object";
import { kindEntry } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";

/** A gateway as editors take any object: its form beside the object, without the walks. */
export function gatewayAsObject(gateway: GatewayDetails): MeshObjectDetails {
  const { name, virtualCluster, errors, warnings, createdAt, resourceVersion, object, findings, owners } =
    gateway;
  return {
    kind: "Gateway",
    name,
    virtualCluster,
    form: kindEntry("Gateway").toForm(object as KubernetesObject),
    object,
    findings,
    owners,
    errors,
    warnings,
    createdAt,
    resourceVersion,
  };
}
