import type { HttpChallenge } from "@/lib/gateway/certificate/responder";
import type { Ingress } from "@/lib/gateway/world";
import { challengeRoutes } from "@/lib/istio/challenge/challenge-routes";
import { type IngressPods, podSetOf, workloadsOf } from "@/lib/kubernetes/gateways/ingresses";
import type { ClusterCache } from "@/lib/kubernetes/watch/cluster-cache";
import type { GatewayObject, VirtualServiceObject } from "@/lib/model/istio-objects";
import { selects } from "@/lib/model/labels";
import type { SecuredHost } from "@/lib/model/secured-hosts";
import { texts } from "@/lib/server/texts";
import { nameFor, portsAt } from "./challenge-objects";

export interface PlanParts {
  cache: Pick<ClusterCache, "get" | "list">;
  pods: Pick<IngressPods, "selectedBy">;
  ingresses(target: SecuredHost): Promise<Ingress[]>;
}

async function labelsOf(
  { cache, pods }: PlanParts,
  selector: Record<string, string>,
): Promise<Readonly<Record<string, string>>[]> {
  const sets = workloadsOf(cache as ClusterCache).map(podSetOf);
  const selected = sets.filter(({ labels }) => selects(selector, labels));
  return (selected.length > 0 ? selected : await pods.selectedBy(selector)).map(({ labels }) => labels);
}

/** What the ingress of the host needs, according to the watched cluster. */
export async function planChallenge(
  parts: PlanParts,
  target: SecuredHost,
  challenges: readonly HttpChallenge[],
) {
  const { cache } = parts;
  const labels = await labelsOf(parts, target.selector);
  const all = await parts.ingresses(target);
  const ingress = all.find(({ ports }) => ports.includes(80)) ?? all[0];
  const applies = (gateway: GatewayObject) =>
    labels.some((each) => selects(gateway.spec?.selector ?? {}, each));
  return challengeRoutes({
    target,
    ownGateway: nameFor(target.host),
    challenges,
    gateways: (cache.list("Gateway") as GatewayObject[]).filter(applies),
    virtualServices: cache.list("VirtualService") as VirtualServiceObject[],
    ingress: {
      namespace: ingress?.namespace ?? "",
      service: ingress ? `${ingress.namespace}/${ingress.service}` : texts.noService,
      http: ingress ? portsAt(ingress, 80) : [],
      https: ingress ? portsAt(ingress, 443) : [],
    },
  });
}
