import type { GatewayDetails } from "@/lib/api/gateway";
import { kindEntry } from "@/lib/istio/kinds";
import type { KubernetesObject } from "@/lib/istio/object-meta";
import type { EditorBase } from "./editor-base";

/** A gateway as editors take any object: its form beside the object, without the walks. */
export function gatewayAsObject(gateway: GatewayDetails): EditorBase {
  const { name, virtualCluster, resourceVersion, object, owners } = gateway;
  const form = kindEntry("Gateway").toForm(object as KubernetesObject);
  return { name, virtualCluster, form, object, owners, resourceVersion };
}
