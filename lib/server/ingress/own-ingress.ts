import type { SecuredHost } from "@/lib/gateway/model";
import type { OwnIngress } from "@/lib/gateway/world";
import { dedicatedIngressName, dedicatedSelector } from "@/lib/istio/gateway/ingress";
import type { ClusterCache } from "@/lib/kubernetes/cluster-cache";
import type { Store } from "@/lib/store/open-store";
import { systemNamespaceOf } from "../istio/system-namespace";
import { ingressTask, wantsIngress } from "./ingress-task";

interface OwnIngressParts {
  cache: Pick<ClusterCache, "get" | "list">;
  store: Pick<Store, "tasks">;
}

/** How far the dedicated ingress is that the Gateway asks for and selects; null when it does not. */
export async function ownIngressOf(
  { cache, store }: OwnIngressParts,
  { gateway, selector }: Pick<SecuredHost, "gateway" | "selector">,
): Promise<OwnIngress | null> {
  if (!wantsIngress(cache.get("Gateway", gateway.namespace, gateway.name))) return null;
  const picks = Object.entries(dedicatedSelector(gateway.name));
  if (!picks.every(([key, value]) => selector[key] === value)) return null;
  const systemNamespace = systemNamespaceOf(cache);
  const { kind, subject } = ingressTask({ gateway, systemNamespace });
  const task = await store.tasks.find(kind, subject);
  return {
    namespace: systemNamespace,
    name: dedicatedIngressName(gateway.name),
    isUnderWay: task?.state === "open",
    problem: task?.state === "open" ? task.lastProblem : null,
  };
}
