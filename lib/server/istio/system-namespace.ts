import type { DeploymentObject } from "@/lib/kubernetes/objects/kinds";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";

const usual = "istio-system";

export function isControlPlane({ metadata, spec }: DeploymentObject): boolean {
  const labels = spec?.template?.metadata?.labels ?? {};
  return labels.app === "istiod" || labels.istio === "pilot" || metadata.name === "istiod";
}

/** The namespace of istiod, which also holds shared and dedicated ingresses. */
export function systemNamespaceOf({ list }: Pick<ClusterCache, "list">): string {
  const [first] = list("Deployment", usual).filter(isControlPlane);
  return first?.metadata.namespace ?? list("Deployment").find(isControlPlane)?.metadata.namespace ?? usual;
}
